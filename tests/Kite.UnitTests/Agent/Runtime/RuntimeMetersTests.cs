using Kite.Agent.Runtime;
using Kite.Agent.Server.Metrics;
using Kite.UnitTests.Agent.Server;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.Agent.Runtime;

internal sealed class RuntimeMetersTests
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(1_000_000));

    [Test]
    public async Task Operations_are_counted_and_timed_and_so_are_their_failures()
    {
        using var reader = new MeterReader();
        using var meters = new TestMeters();
        var measured = new RuntimeMeters(meters, clock);
        await measured.MeasureAsync("create_container", () =>
        {
            clock.Advance(TimeSpan.FromSeconds(0.01));
            return Task.FromResult("id");
        });
        Assert.That(() => measured.MeasureAsync<string>("create_container", () => throw new RuntimeException("no")), Throws.TypeOf<RuntimeException>());
        var text = TextOf(reader);
        Assert.That(text, Does.Contain("kubelet_runtime_operations_total{operation_type=\"create_container\"} 2\n"));
        Assert.That(text, Does.Contain("kubelet_runtime_operations_errors_total{operation_type=\"create_container\"} 1\n"));
        Assert.That(text, Does.Contain("kubelet_runtime_operations_duration_seconds_bucket{operation_type=\"create_container\",le=\"0.0125\"} 2\n"));
        Assert.That(text, Does.Contain("kubelet_runtime_operations_duration_seconds_sum{operation_type=\"create_container\"} 0.01\n"));
    }

    [Test]
    public void Lists_are_timed_and_so_is_the_time_between_them()
    {
        using var reader = new MeterReader();
        using var meters = new TestMeters();
        var measured = new RuntimeMeters(meters, clock);
        List(measured);
        clock.Advance(TimeSpan.FromSeconds(59));
        List(measured);
        var text = TextOf(reader);
        Assert.That(text, Does.Contain("kubelet_pleg_relist_duration_seconds_count 2\n"));
        Assert.That(text, Does.Contain("kubelet_pleg_relist_interval_seconds_sum 60\n"));
        Assert.That(text, Does.Contain("kubelet_pleg_last_seen_seconds 1000061\n"));
    }

    private void List(RuntimeMeters measured)
    {
        var began = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromSeconds(1));
        measured.Listed(began);
    }

    private static string TextOf(MeterReader reader)
    {
        var text = new MetricText();
        reader.Write(text);
        return text.ToString();
    }
}
