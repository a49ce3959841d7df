using System.Text;
using Kite.Api.Metrics;
using Kite.ApiServer.Metrics;

namespace Kite.UnitTests.ApiServer.Metrics;

[TestFixture]
public sealed class MetricsWriterTests
{
    [Test]
    public void Histograms_are_cumulative()
    {
        var histogram = new Histogram([0.1, 1]);
        foreach (var value in (double[])[0.05, 0.1, 0.5, 7]) histogram.Observe(value);
        var writer = new MetricsWriter(isOpenMetrics: false);
        writer.Histogram("took_seconds", "How long.");
        writer.Sample("verb=\"GET\"", histogram);
        Assert.That(Encoding.UTF8.GetString(writer.ToUtf8()), Is.EqualTo(
            """
            # HELP took_seconds How long.
            # TYPE took_seconds histogram
            took_seconds_bucket{verb="GET",le="0.1"} 2
            took_seconds_bucket{verb="GET",le="1"} 3
            took_seconds_bucket{verb="GET",le="+Inf"} 4
            took_seconds_sum{verb="GET"} 7.65
            took_seconds_count{verb="GET"} 4

            """));
    }

    [Test]
    public void OpenMetrics_names_counters_without_their_suffix_and_says_where_it_ends()
    {
        var writer = new MetricsWriter(isOpenMetrics: true);
        writer.Counter("things_total", "Things.");
        writer.Sample("", 3);
        Assert.That(Encoding.UTF8.GetString(writer.ToUtf8()), Is.EqualTo("# HELP things Things.\n# TYPE things counter\nthings_total 3\n# EOF\n"));
    }

    [Test]
    public void Label_values_are_escaped() => Assert.That(MetricLabels.Of(("a", "x\\\"\ny")), Is.EqualTo("a=\"x\\\\\\\"\\ny\""));
}
