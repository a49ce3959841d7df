using Kite.Agent.Kubelet.Pods;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet;

[TestFixture]
internal sealed class TerminationOrderTests
{
    [Test]
    public void Sidecars_end_after_the_others_and_the_last_of_them_first()
    {
        var pod = new PodBuilder().With(spec => spec with { InitContainers = [Sidecar("first"), Sidecar("second")] }).Sandbox().Running("first").Running("second").Running();
        var order = new TerminationOrder(pod.Pod, pod.State.Running);
        Assert.That((order.TurnOf("main").IsCompleted, order.TurnOf("second").IsCompleted), Is.EqualTo((true, false)));
        order.Ended("main");
        Assert.That((order.TurnOf("second").IsCompleted, order.TurnOf("first").IsCompleted), Is.EqualTo((true, false)));
        order.Ended("second");
        Assert.That(order.TurnOf("first").IsCompleted, Is.True);
    }

    private static Container Sidecar(string name) => new() { Name = name, Image = "app:1", RestartPolicy = "Always" };
}
