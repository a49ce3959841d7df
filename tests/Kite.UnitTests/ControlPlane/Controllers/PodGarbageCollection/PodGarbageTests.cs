using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.PodGarbageCollection;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.PodGarbageCollection;

internal sealed class PodGarbageTests
{
    [Test]
    public void Pods_of_missing_nodes_and_pods_that_end_without_a_node_are_garbage()
    {
        var unscheduled = Sample.Pod("unscheduled", node: "");
        Pod[] pods =
        [
            Sample.Pod("kept"),
            Sample.Pod("orphaned", node: "gone"),
            unscheduled,
            unscheduled with { Metadata = unscheduled.Metadata with { Name = "ended", Uid = "ended", DeletionTimestamp = DateTimeOffset.UnixEpoch } },
        ];
        Assert.That(Names(pods, 10), Is.EquivalentTo(new[] { "orphaned", "ended" }));
    }

    [Test]
    public void The_oldest_terminated_pods_beyond_the_threshold_are_garbage()
    {
        var pods = Enumerable.Range(0, 5).Select(i => Ended($"pod-{i}", DateTimeOffset.UnixEpoch.AddHours(i))).ToList();
        Assert.That(Names(pods, 3), Is.EqualTo(new[] { "pod-0", "pod-1" }));
        Assert.That(Names(pods, 0), Is.Empty, "no threshold");
    }

    private static Pod Ended(string name, DateTimeOffset created)
    {
        var pod = Sample.Pod(name);
        return pod with { Metadata = pod.Metadata with { CreationTimestamp = created }, Status = new PodStatus { Phase = "Succeeded" } };
    }

    private static IEnumerable<string> Names(IReadOnlyCollection<Pod> pods, int threshold) =>
        PodGarbage.Find(pods, threshold, node => node == "gone").Select(pod => pod.Metadata.Name);
}
