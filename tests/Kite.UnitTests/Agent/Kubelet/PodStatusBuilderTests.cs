using System.Net;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Agent.Kubelet.Status;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet;

[TestFixture]
internal sealed class PodStatusBuilderTests
{
    [Test]
    public void A_ready_pod_says_so_in_every_condition()
    {
        var status = Build(new PodBuilder().Sandbox().Running());
        Assert.Multiple(() =>
        {
            Assert.That(status.Phase, Is.EqualTo("Running"));
            Assert.That(status.PodIP, Is.EqualTo("10.42.0.7"));
            Assert.That(status.Conditions.Select(condition => $"{condition.Type}={condition.Status}"), Is.EqualTo(new[]
            {
                "PodReadyToStartContainers=True", "Initialized=True", "Ready=True", "ContainersReady=True", "PodScheduled=True",
            }));
            Assert.That(status.ContainerStatuses[0], Has.Property("ContainerID").EqualTo("docker://main1").And.Property("Started").True);
        });
    }

    [Test]
    public void A_pod_that_has_not_started_is_pending_and_creating()
    {
        var status = Build(new PodBuilder());
        Assert.Multiple(() =>
        {
            Assert.That(status.Phase, Is.EqualTo("Pending"));
            Assert.That(status.ContainerStatuses[0].State!.Waiting!.Reason, Is.EqualTo("ContainerCreating"));
            Assert.That(Condition(status, "Ready").Message, Is.EqualTo("containers with unready status: [main]"));
        });
    }

    [Test]
    public void Waiting_init_containers_keep_the_others_initializing()
    {
        var status = Build(new PodBuilder().With(spec => spec with { InitContainers = [new Container { Name = "init", Image = "app:1" }] }).Sandbox().Running("init"));
        Assert.Multiple(() =>
        {
            Assert.That(status.Phase, Is.EqualTo("Pending"));
            Assert.That(status.ContainerStatuses[0].State!.Waiting!.Reason, Is.EqualTo("PodInitializing"));
            Assert.That(Condition(status, "Initialized").Message, Is.EqualTo("containers with incomplete status: [init]"));
        });
    }

    [Test]
    public void A_container_in_back_off_shows_its_last_end()
    {
        var pod = new PodBuilder().Sandbox().Exited(1).Exited(2);
        var status = Build(pod, waiting: new WaitingReason("CrashLoopBackOff", "back-off"));
        Assert.Multiple(() =>
        {
            Assert.That(status.Phase, Is.EqualTo("Running"));
            Assert.That(status.ContainerStatuses[0].State!.Waiting!.Reason, Is.EqualTo("CrashLoopBackOff"));
            Assert.That(status.ContainerStatuses[0].LastState!.Terminated!.ExitCode, Is.EqualTo(2));
            Assert.That(status.ContainerStatuses[0].RestartCount, Is.EqualTo(1));
        });
    }

    [TestCase(0, "Succeeded", "Completed", "PodCompleted")]
    [TestCase(1, "Failed", "Error", "PodFailed")]
    public void A_pod_that_never_restarts_ends_as_its_container_did(int code, string phase, string reason, string readyReason)
    {
        var status = Build(new PodBuilder().With(spec => spec with { RestartPolicy = "Never" }).Sandbox().Exited(code));
        Assert.Multiple(() =>
        {
            Assert.That(status.Phase, Is.EqualTo(phase));
            Assert.That(status.ContainerStatuses[0].State!.Terminated!.Reason, Is.EqualTo(reason));
            Assert.That(Condition(status, "Ready").Reason, Is.EqualTo(readyReason));
        });
    }

    [Test]
    public void A_container_killed_for_its_memory_says_so() =>
        Assert.That(Build(new PodBuilder().With(spec => spec with { RestartPolicy = "Never" }).Sandbox().Exited(137, outOfMemory: true)).ContainerStatuses[0].State!.Terminated!.Reason, Is.EqualTo("OOMKilled"));

    [Test]
    public void A_condition_keeps_the_time_of_its_last_change()
    {
        var pod = new PodBuilder().Sandbox().Running();
        pod.Pod = pod.Pod with { Status = Build(pod) };
        Assert.That(Build(pod, now: PodBuilder.Start.AddHours(1)), Is.EqualTo(pod.Pod.Status));
    }

    [Test]
    public void An_unmet_readiness_gate_keeps_a_pod_unready()
    {
        var status = Build(new PodBuilder().With(spec => spec with { ReadinessGates = [new PodReadinessGate { ConditionType = "example.com/gate" }] }).Sandbox().Running());
        Assert.That(Condition(status, "Ready"), Has.Property("Reason").EqualTo("ReadinessGatesNotReady"));
        Assert.That(Condition(status, "ContainersReady").Status, Is.EqualTo("True"));
    }

    [Test]
    public void A_container_removed_after_the_end_stays_in_the_status()
    {
        var pod = new PodBuilder().With(spec => spec with { RestartPolicy = "Never" }).Sandbox().Exited(0);
        var ended = Build(pod);
        var forgotten = new PodBuilder { Pod = pod.Pod with { Status = ended } };
        Assert.That(Build(forgotten, terminating: true).ContainerStatuses, Is.EqualTo(ended.ContainerStatuses));
    }

    [Test]
    public void A_rejected_pod_says_why_and_nothing_of_its_containers()
    {
        var pod = new PodBuilder();
        var status = PodStatusBuilder.Build(pod.Pod, Seen(pod) with { Rejection = new PodRejection("OutOfcpu", "too much") });
        Assert.That((status.Phase, status.Reason, status.Message, status.ContainerStatuses.Count), Is.EqualTo(("Failed", "OutOfcpu", "Pod was rejected: too much", 0)));
    }

    [Test]
    public void A_pod_that_the_node_ends_has_failed_once_nothing_of_it_runs()
    {
        var eviction = new PodEviction("Evicted", "memory", Condition: new PodCondition { Type = "DisruptionTarget", Status = "True", Reason = "TerminationByKubelet" });
        var running = new PodBuilder().Sandbox().Running();
        var ended = new PodBuilder().Sandbox().Exited(137);
        var before = PodStatusBuilder.Build(running.Pod, Seen(running) with { Failure = eviction });
        var after = PodStatusBuilder.Build(ended.Pod, Seen(ended) with { Failure = eviction });
        Assert.Multiple(() =>
        {
            Assert.That((before.Phase, before.Reason), Is.EqualTo(("Running", (string?)null)));
            Assert.That(Condition(before, "DisruptionTarget").Reason, Is.EqualTo("TerminationByKubelet"));
            Assert.That((after.Phase, after.Reason), Is.EqualTo(("Failed", "Evicted")));
        });
    }

    [Test]
    public void A_patch_holds_only_what_changed()
    {
        var status = Build(new PodBuilder().Sandbox().Running());
        Assert.That(StatusPatch.Between(status, status, "u1"), Is.Null);
        var patch = StatusPatch.Between(status, status with { Phase = "Failed", PodIP = null }, "u1")!;
        Assert.That(System.Text.Encoding.UTF8.GetString(patch.Body.Span), Is.EqualTo("""{"metadata":{"uid":"u1"},"status":{"phase":"Failed","podIP":null}}"""));
    }

    private static PodCondition Condition(PodStatus status, string type) => status.Conditions.Single(condition => condition.Type == type);

    private static PodStatus Build(PodBuilder pod, WaitingReason? waiting = null, DateTimeOffset? now = null, bool terminating = false) => PodStatusBuilder.Build(pod.Pod, Seen(pod, waiting, now, terminating));

    private static PodObservation Seen(PodBuilder pod, WaitingReason? waiting = null, DateTimeOffset? now = null, bool terminating = false) => new()
    {
        Containers = pod.State,
        Probes = new TestProbes(),
        Waiting = waiting is null ? new Dictionary<string, WaitingReason>() : new Dictionary<string, WaitingReason> { ["main"] = waiting },
        TerminationMessages = new Dictionary<string, string>(),
        ImageDigest = _ => null,
        Reported = pod.Pod.Status.ContainerStatuses,
        Scheme = "docker",
        HostAddresses = [IPAddress.Parse("192.0.2.1")],
        StartTime = PodBuilder.Start,
        Now = now ?? PodBuilder.Start,
        IsTerminating = terminating,
    };
}
