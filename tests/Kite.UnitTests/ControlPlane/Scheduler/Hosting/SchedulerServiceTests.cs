namespace Kite.UnitTests.ControlPlane.Scheduler.Hosting;

[TestFixture]
public sealed class SchedulerServiceTests
{
    [Test]
    public async Task A_pod_is_bound_to_a_node_and_an_event_says_so()
    {
        await using var host = await SchedulerHost.StartAsync();
        await host.Nodes.CreateAsync(Build.Node("n1"), CancellationToken.None);
        await host.Pods.CreateAsync(Build.Pod("web"), CancellationToken.None);

        var pod = await host.PodWhenAsync("web", pod => pod.Spec.NodeName is not null);
        var scheduled = await host.EventAsync("Scheduled");

        Assert.That(pod.Spec.NodeName, Is.EqualTo("n1"));
        Assert.That(scheduled.Message, Is.EqualTo("Successfully assigned default/web to n1"));
    }

    [Test]
    public async Task A_pod_without_room_says_why_and_is_bound_once_a_node_comes()
    {
        await using var host = await SchedulerHost.StartAsync();
        await host.Nodes.CreateAsync(Build.Node("small", cpu: "1"), CancellationToken.None);
        await host.Pods.CreateAsync(Build.Pod("web", cpu: "2"), CancellationToken.None);

        var pod = await host.PodWhenAsync("web", pod => pod.Status.Conditions.Count > 0);
        var failed = await host.EventAsync("FailedScheduling");
        await host.Nodes.CreateAsync(Build.Node("large", cpu: "4"), CancellationToken.None);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var bound = await host.PodWhenAsync("web", pod => pod.Spec.NodeName is not null);

        var condition = pod.Status.Conditions[0];
        Assert.That((condition.Type, condition.Status, condition.Reason), Is.EqualTo(("PodScheduled", "False", "Unschedulable")));
        Assert.That(condition.Message, Does.StartWith("0/1 nodes are available: 1 Insufficient cpu."));
        Assert.That(failed.Message, Is.EqualTo(condition.Message));
        Assert.That(bound.Spec.NodeName, Is.EqualTo("large"));
    }
}
