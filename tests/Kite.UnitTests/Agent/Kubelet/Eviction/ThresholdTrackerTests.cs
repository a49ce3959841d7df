using Kite.Agent.Kubelet.Eviction;

namespace Kite.UnitTests.Agent.Kubelet.Eviction;

internal sealed class ThresholdTrackerTests
{
    [TestCase("memory.available<100Mi,nodefs.available<10%", 2)]
    [TestCase("memory.available<0%", 0)]
    [TestCase("", 0)]
    public void Thresholds_are_read(string text, int count)
    {
        Assert.That(EvictionThresholds.TryParse(text, out var thresholds), Is.True);
        Assert.That(thresholds, Has.Count.EqualTo(count));
    }

    [TestCase("memory.available=100Mi")]
    [TestCase("memory.free<1Gi")]
    [TestCase("nodefs.available<110%")]
    [TestCase("memory.available<1Gi,memory.available<2Gi")]
    public void Others_are_refused(string text) => Assert.That(EvictionThresholds.TryParse(text, out _), Is.False);

    [Test]
    public void Soft_thresholds_need_a_time_each()
    {
        Assert.That(EvictionThresholds.TryParseSoft("memory.available<1Gi", "memory.available=1m30s", out var thresholds), Is.True);
        Assert.That(thresholds[0].GracePeriod, Is.EqualTo(TimeSpan.FromSeconds(90)));
        Assert.That(EvictionThresholds.TryParseSoft("memory.available<1Gi", "", out _), Is.False);
        Assert.That(EvictionThresholds.TryParseSoft("", "memory.available=1m", out _), Is.False);
    }

    [Test]
    public void A_missed_threshold_is_a_reason_at_once_and_a_condition_until_the_transition_period_is_over()
    {
        var tracker = Tracker("memory.available<100");
        Assert.That(tracker.Observe(Memory(200), TimeSpan.Zero), Is.Empty);
        Assert.That(tracker.Observe(Memory(50), TimeSpan.Zero), Has.Count.EqualTo(1));
        Assert.That(tracker.Conditions, Is.EquivalentTo(new[] { NodePressure.Memory }));
        Assert.That(tracker.Observe(Memory(200), TimeSpan.FromSeconds(10)), Is.Empty);
        Assert.That(tracker.Conditions, Is.EquivalentTo(new[] { NodePressure.Memory }), "it held a moment ago");
        tracker.Observe(Memory(200), TimeSpan.FromMinutes(6));
        Assert.That(tracker.Conditions, Is.Empty);
    }

    [Test]
    public void A_soft_threshold_is_a_reason_once_its_time_is_over()
    {
        Assert.That(EvictionThresholds.TryParseSoft("memory.available<100", "memory.available=1m", out var thresholds), Is.True);
        var tracker = new ThresholdTracker(thresholds, TimeSpan.FromMinutes(5));
        Assert.That(tracker.Observe(Memory(50), TimeSpan.Zero), Is.Empty);
        Assert.That(tracker.Conditions, Is.Not.Empty);
        Assert.That(tracker.Observe(Memory(50), TimeSpan.FromSeconds(60)), Has.Count.EqualTo(1));
    }

    [Test]
    public void What_must_be_reclaimed_beyond_the_threshold_has_to_be_there_before_it_is_well_again()
    {
        Assert.That(EvictionThresholds.TryParse("memory.available<100", out var thresholds), Is.True);
        Assert.That(EvictionThresholds.TryAddMinimumReclaim(ref thresholds, "memory.available=50"), Is.True);
        var tracker = new ThresholdTracker(thresholds, TimeSpan.Zero);
        Assert.That(tracker.Observe(Memory(120), TimeSpan.Zero), Is.Empty, "120 is enough as long as it never was less than 100");
        tracker.Observe(Memory(90), TimeSpan.Zero);
        Assert.That(tracker.Observe(Memory(120), TimeSpan.Zero), Has.Count.EqualTo(1));
        Assert.That(tracker.Observe(Memory(150), TimeSpan.Zero), Is.Empty);
    }

    [Test]
    public void Memory_is_more_urgent_than_disks()
    {
        var tracker = Tracker("nodefs.available<10%,memory.available<100");
        var signals = new Dictionary<string, SignalObservation> { ["nodefs.available"] = new(1000, 1), ["memory.available"] = new(1000, 1) };
        Assert.That(tracker.Observe(signals, TimeSpan.Zero).Select(threshold => threshold.Signal), Is.EqualTo(new[] { "memory.available", "nodefs.available" }));
        Assert.That(tracker.Conditions, Is.EquivalentTo(new[] { NodePressure.Memory, NodePressure.Disk }));
    }

    private static ThresholdTracker Tracker(string text) => new(EvictionThresholds.TryParse(text, out var thresholds) ? thresholds : [], TimeSpan.FromMinutes(5));

    private static Dictionary<string, SignalObservation> Memory(long available) => new() { [EvictionSignals.MemoryAvailable] = new(1000, available) };
}
