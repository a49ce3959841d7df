using FsCheck;
using FsCheck.Fluent;
using Kite.ControlPlane.Scheduler;
using Kite.ControlPlane.Scheduler.Decisions;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.UnitTests.ControlPlane.Scheduler.Decisions;

/// <summary>Whatever comes, no node is given more than it has.</summary>
[TestFixture]
public sealed class OvercommitTests
{
    [Test]
    public void No_node_is_ever_over_committed() => Prop.ForAll(
        Gen.Choose(1, 3000).Two().ListOf(40).ToArbitrary(),
        pods =>
        {
            var snapshot = new ClusterSnapshot();
            for (var i = 0; i < 4; i++) snapshot.SetNode(Build.Node($"n{i}", cpu: $"{i + 1}", memory: $"{5 - i}Gi", pods: "7"));
            var scheduler = DefaultProfile.Create(new SchedulerOptions());
            var number = 0;
            foreach (var (cpu, memory) in pods)
            {
                var pod = new PodInfo(Build.Pod($"p{number++}", $"{cpu}m", $"{memory}Mi"));
                if (scheduler.Decide(pod, snapshot, number % 4).NodeName is { } node) snapshot.AddPod(pod, node);
            }
            return snapshot.Nodes.All(node => node.Requested.MilliCpu <= node.Allocatable.MilliCpu && node.Requested.Memory <= node.Allocatable.Memory && node.Pods.Count <= node.AllowedPods);
        }).QuickCheckThrowOnFailure();
}
