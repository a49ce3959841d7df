using System.Diagnostics.Metrics;
using Kite.Agent.Server.Metrics;

namespace Kite.UnitTests.Agent.Server;

internal sealed class MetricTextTests
{
    [Test]
    public void Samples_stand_below_their_family_and_labels_are_escaped()
    {
        var text = new MetricText();
        text.Family("a_total", "counter", "Counts.").Sample(2.5, ("name", "say \"hi\"\\\n"));
        Assert.That(text.ToString(), Is.EqualTo("# HELP a_total Counts.\n# TYPE a_total counter\na_total{name=\"say \\\"hi\\\"\\\\\\n\"} 2.5\n"));
    }

    [Test]
    public void What_parts_count_and_time_with_meters_is_added_up()
    {
        using var reader = new MeterReader();
        using var meter = new Meter("Kite.Agent.Test");
        var counter = meter.CreateCounter<long>("test_total", null, "Counts.");
        var histogram = meter.CreateHistogram("test_seconds", null, "Times.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 5] });
        counter.Add(2, new KeyValuePair<string, object?>("kind", "x"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "x"));
        histogram.Record(0.5);
        histogram.Record(2);
        var text = new MetricText();
        reader.Write(text);
        Assert.That(text.ToString(), Does.Contain("test_total{kind=\"x\"} 5\n"));
        Assert.That(text.ToString(), Does.Contain("test_seconds_bucket{le=\"1\"} 1\ntest_seconds_bucket{le=\"5\"} 2\ntest_seconds_bucket{le=\"+Inf\"} 2\ntest_seconds_sum 2.5\ntest_seconds_count 2\n"));
    }
}
