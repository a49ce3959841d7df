using Kite.ApiServer.ResourceMetrics;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.ApiServer;

internal sealed class UsageTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Test]
    public void Samples_are_read_off_a_kubelets_metrics()
    {
        var sample = SampleParser.Parse(
            """
            # HELP container_cpu_usage_seconds_total [STABLE] Cumulative cpu time
            # TYPE container_cpu_usage_seconds_total counter
            container_cpu_usage_seconds_total{container="main",namespace="default",pod="web"} 4.5 1700000010000
            container_memory_working_set_bytes{container="main",namespace="default",pod="web"} 2.097152e+06 1700000010000
            container_start_time_seconds{container="main",namespace="default",pod="web"} 1.7000000015e+09
            node_cpu_usage_seconds_total 100.25 1700000010000
            node_memory_working_set_bytes 1048576
            other{a="}"} x
            """,
            new FakeTimeProvider(Start));
        Assert.That(sample.Containers[("default", "web")]["main"], Is.EqualTo(new UsageSample(Start.AddSeconds(10), 4.5, 2_097_152, Start.AddMilliseconds(1500))));
        Assert.That(sample.Node, Is.EqualTo(new UsageSample(Start.AddSeconds(10), 100.25, 1_048_576, default)));
    }

    [Test]
    public void The_rate_is_that_between_two_samples()
    {
        var usage = Usage.Between(new UsageSample(Start, 10, 1, default), new UsageSample(Start.AddSeconds(15), 13, 4096, default))!.Value;
        Assert.That((usage.NanoCores, usage.Window, usage.MemoryBytes), Is.EqualTo((200_000_000L, TimeSpan.FromSeconds(15), 4096L)));
    }

    [Test]
    public void What_has_started_since_counts_from_its_start()
    {
        var started = Start.AddSeconds(5);
        var usage = Usage.Between(default, new UsageSample(Start.AddSeconds(15), 5, 1, started))!.Value;
        Assert.That((usage.NanoCores, usage.Window), Is.EqualTo((500_000_000L, TimeSpan.FromSeconds(10))));
        // A container that was started anew counts from nothing.
        Assert.That(Usage.Between(new UsageSample(Start, 100, 1, Start.AddSeconds(-100)), new UsageSample(Start.AddSeconds(15), 5, 1, started))!.Value.NanoCores, Is.EqualTo(500_000_000));
    }

    [Test]
    public void Half_a_sample_says_nothing()
    {
        Assert.That(Usage.Between(default, new UsageSample(Start, 5, 1, default)), Is.Null);
        Assert.That(Usage.Between(new UsageSample(Start, 5, 1, default), new UsageSample(Start.AddSeconds(1), 6, 0, default)), Is.Null);
    }
}
