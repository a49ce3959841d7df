using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Eviction;
using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Kubelet.Stats;
using Kite.Agent.Runtime;
using Kite.Agent.Server.Metrics;
using Kite.Api.Models.CoreV1;
using Kite.UnitTests.Agent.Kubelet.Devices;
using Kite.UnitTests.Agent.Server;
using Kite.UnitTests.ControlPlane.Controllers.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.Agent.Kubelet.Eviction;

internal sealed class EvictionsTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly RuntimeCache cache = new();
    private string root = "";
    private TestMeters meters = null!;
    private MeterReader metrics = null!;
    private RecordedEvents recorded = null!;
    private PlayedSignals signals = null!;
    private PlayedEvictor evictor = null!;
    private int reclaims;

    [SetUp]
    public void SetUp()
    {
        root = Directory.CreateTempSubdirectory("kite-eviction-").FullName;
        metrics = new MeterReader();
        meters = new TestMeters();
        recorded = new RecordedEvents();
        signals = new PlayedSignals();
        evictor = new PlayedEvictor();
        reclaims = 0;
    }

    [TearDown]
    public void TearDown()
    {
        metrics.Dispose();
        meters.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Test]
    public async Task What_runs_out_at_once_costs_a_pod_a_second_and_is_told_and_counted()
    {
        var evictions = Make("pid.available<100", "", "", Pod("web", 30));
        signals.Have["pid.available"] = new SignalObservation(1000, 50);
        await evictions.SyncAsync(CancellationToken.None);
        var (uid, eviction) = evictor.Evicted.Single();
        Assert.That((uid, eviction.Reason, eviction.Grace), Is.EqualTo(("web", "Evicted", (TimeSpan?)TimeSpan.FromSeconds(1))));
        Assert.That(eviction.Condition!.Type, Is.EqualTo("DisruptionTarget"));
        Assert.That(recorded.All, Does.Contain("EvictionThresholdMet: Attempting to reclaim pids"));
        var text = new MetricText();
        metrics.Write(text);
        Assert.That(text.ToString(), Does.Contain("kubelet_evictions{eviction_signal=\"pid.available\"} 1\n"));
    }

    [TestCase(30, 10)]
    [TestCase(4, 4)]
    public async Task What_runs_out_slowly_is_waited_for_and_the_pod_gets_time_to_end(int own, int granted)
    {
        var evictions = Make("", "pid.available<100", "pid.available=30s", Pod("web", own));
        signals.Have["pid.available"] = new SignalObservation(1000, 50);
        await evictions.SyncAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(29));
        await evictions.SyncAsync(CancellationToken.None);
        Assert.That(evictor.Evicted, Is.Empty);
        clock.Advance(TimeSpan.FromSeconds(1));
        await evictions.SyncAsync(CancellationToken.None);
        Assert.That(evictor.Evicted.Single().Eviction.Grace, Is.EqualTo(TimeSpan.FromSeconds(granted)));
    }

    [TestCase("nodefs.available", false, 1)]
    [TestCase("nodefs.available", true, 0)]
    [TestCase("imagefs.available", true, 1)]
    [TestCase("pid.available", true, 0)]
    public async Task Images_make_room_on_the_disk_that_they_are_on(string signal, bool isApart, int expected)
    {
        var evictions = Make($"{signal}<100", "", "");
        signals.HasImageDisk = isApart;
        signals.Have[signal] = new SignalObservation(1000, 50);
        await evictions.SyncAsync(CancellationToken.None);
        Assert.That(reclaims, Is.EqualTo(expected));
    }

    [Test]
    public async Task Nobody_goes_while_the_one_before_is_still_ending()
    {
        var evictions = Make("pid.available<100", "", "", Pod("one", 30), Pod("two", 30));
        signals.Have["pid.available"] = new SignalObservation(1000, 50);
        await evictions.SyncAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(10));
        await evictions.SyncAsync(CancellationToken.None);
        Assert.That(evictor.Evicted, Has.Count.EqualTo(1));
        clock.Advance(TimeSpan.FromSeconds(25));
        await evictions.SyncAsync(CancellationToken.None);
        Assert.That(evictor.Evicted, Has.Count.EqualTo(2));
    }

    private Pod Pod(string name, long grace)
    {
        cache.Set(new RuntimeContainer { Id = name, Pod = new PodIdentity("default", name, name), Name = "main", State = ContainerRunState.Running });
        return new Pod { Metadata = new() { Namespace = "default", Name = name, Uid = name }, Spec = new PodSpec { TerminationGracePeriodSeconds = grace, Containers = [new Container { Name = "main" }] } };
    }

    private Evictions Make(string hard, string soft, string periods, params Pod[] pods)
    {
        Assert.That(EvictionThresholds.TryParse(hard, out var atOnce) & EvictionThresholds.TryParseSoft(soft, periods, out var later));
        var options = new KubeletOptions { NodeName = "n", DataDirectory = root, Version = "v1", EvictionMaxPodGracePeriod = TimeSpan.FromSeconds(10) };
        var counted = new KubeletMeters(meters, clock);
        var cgroups = Cgroups.Open(root, root);
        // No engine is asked for what these signals are about.
        var usage = new UsageReader(cgroups, new PodCgroups(cgroups, null!, cache, new NodeCapacity(options), counted, NullLogger<PodCgroups>.Instance), cache);
        var sources = new EvictionSources(signals, new ConsumptionReader(usage, null!, cache), new LocalStorageLimits(null!), cache, [new PlayedReclaimer(() => reclaims++)]) { Meters = counted };
        return new Evictions(sources, new ThresholdTracker([.. atOnce, .. later], TimeSpan.FromMinutes(5)), new NodePressure(), new KnownPods(pods), evictor, new KubeletEvents(recorded, options, clock), options);
    }

    private sealed class PlayedSignals : ISignalReader
    {
        public Dictionary<string, SignalObservation> Have { get; } = [];

        public bool HasImageDisk { get; set; }

        public ValueTask<IReadOnlyDictionary<string, SignalObservation>> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyDictionary<string, SignalObservation>>(Have);
    }

    private sealed class PlayedEvictor : IPodEvictor
    {
        public List<(string Uid, PodEviction Eviction)> Evicted { get; } = [];

        public bool Evict(string uid, PodEviction eviction)
        {
            if (Evicted.Exists(known => known.Uid == uid)) return false;
            Evicted.Add((uid, eviction));
            return true;
        }
    }

    private sealed class PlayedReclaimer(Action reclaimed) : IDiskReclaimer
    {
        public Task ReclaimAsync(CancellationToken cancellationToken)
        {
            reclaimed();
            return Task.CompletedTask;
        }
    }
}
