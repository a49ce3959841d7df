using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler;
using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Queues;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.UnitTests.ControlPlane.Scheduler.Queues;

[TestFixture]
public sealed class SchedulingQueueTests
{
    private JumpingTimeProvider time = null!;
    private SchedulingQueue queue = null!;

    [SetUp]
    public void SetUp()
    {
        time = new JumpingTimeProvider();
        queue = new SchedulingQueue(new SchedulerOptions(), time);
    }

    [Test]
    public void Higher_priority_comes_first_then_the_older_pod()
    {
        Add(Build.Pod("first"));
        Add(Build.Pod("second"));
        Add(Build.Pod("urgent").With(spec => spec with { Priority = 10 }));
        Assert.That(new[] { Take(), Take(), Take(), Take() }, Is.EqualTo(new[] { "urgent", "first", "second", null }));
    }

    [Test]
    public void An_unschedulable_pod_waits_for_a_change_that_matters_and_for_its_back_off()
    {
        Add(Build.Pod("p"));
        queue.PutBack(queue.Take()!, ClusterEvents.NodeAdded);
        queue.Notify(ClusterEvents.AssignedPodGone);
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.That(Take(), Is.Null, "nothing that matters has happened");

        queue.Notify(ClusterEvents.NodeAdded);
        queue.PutBack(queue.Take()!, ClusterEvents.NodeAdded);
        queue.Notify(ClusterEvents.NodeAdded);
        Assert.That(Take(), Is.Null, "its back-off of two seconds runs");
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(Take(), Is.EqualTo("p"));
    }

    [Test]
    public void A_back_off_ends_though_the_clock_was_set_back()
    {
        Add(Build.Pod("p"));
        queue.Retry(queue.Take()!);
        time.Jump(TimeSpan.FromHours(-1));
        Assert.That(Take(), Is.Null);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Take(), Is.EqualTo("p"));
    }

    [Test]
    public void A_pod_nobody_helped_is_tried_again_after_five_minutes()
    {
        Add(Build.Pod("p"));
        queue.PutBack(queue.Take()!, ClusterEvents.NodeAdded);
        time.Advance(TimeSpan.FromMinutes(5));
        queue.Flush();
        Assert.That(Take(), Is.EqualTo("p"));
    }

    [Test]
    public void A_gated_pod_waits_until_its_gates_are_gone()
    {
        Add(Build.Pod("p").With(spec => spec with { SchedulingGates = [new() { Name = "quota" }] }));
        Assert.That(Take(), Is.Null);
        Add(Build.Pod("p"));
        Assert.That(Take(), Is.EqualTo("p"));
    }

    [Test]
    public void A_removed_pod_is_not_handed_out()
    {
        Add(Build.Pod("p"));
        queue.Remove(new("default", "p"));
        Assert.That(Take(), Is.Null);
    }

    private void Add(Pod pod) => queue.AddOrUpdate(new PodInfo(pod));

    private string? Take() => queue.Take()?.Pod.Key.Name;
}
