using System.Net;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Agent.Kubelet.Status;
using Kite.Agent.Runtime;
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
    public void A_container_that_was_removed_while_it_ran_is_of_unknown_end_and_the_restart_counts()
    {
        var before = new PodBuilder().With(spec => spec with { RestartPolicy = "Never" }).Sandbox().Running();
        var pod = new PodBuilder { Pod = before.Pod with { Status = Build(before) } }.Sandbox();
        var status = Build(pod).ContainerStatuses[0];
        Assert.Multiple(() =>
        {
            Assert.That(status.State!.Terminated, Has.Property("Reason").EqualTo("ContainerStatusUnknown").And.Property("ExitCode").EqualTo(137));
            Assert.That(Build(pod).Phase, Is.EqualTo("Failed"));
        });
    }

    [Test]
    public void A_pod_runs_until_its_sidecars_have_ended()
    {
        var pod = new PodBuilder().With(spec => spec with { RestartPolicy = "Never", InitContainers = [new Container { Name = "side", Image = "app:1", RestartPolicy = "Always" }] });
        Assert.That(Build(pod.Sandbox().Running("side").Exited(0)).Phase, Is.EqualTo("Running"));
        Assert.That(Build(pod.Exited(137, "side")).Phase, Is.EqualTo("Succeeded"));
    }

    [Test]
    public void A_pod_that_is_ended_before_it_started_has_failed()
    {
        Assert.That(Build(new PodBuilder().Sandbox(), terminating: true).Phase, Is.EqualTo("Failed"));
        Assert.That(Build(new PodBuilder().Sandbox().Exited(0), terminating: true).Phase, Is.EqualTo("Succeeded"));
    }

    [Test]
    public void A_container_that_never_started_is_of_unknown_end_once_its_pod_has_ended()
    {
        var ended = Build(new PodBuilder().Sandbox(), terminating: true).ContainerStatuses.Single().State!.Terminated!;
        Assert.That((ended.ExitCode, ended.Reason, ended.Message), Is.EqualTo((137, "ContainerStatusUnknown", "The container could not be located when the pod was terminated")));
    }

    [Test]
    public void Of_a_pod_that_ended_while_it_initialized_only_the_init_containers_whose_turn_had_come_count_as_failed()
    {
        var pod = new PodBuilder().With(spec => spec with { InitContainers = [new Container { Name = "one", Image = "app:1" }, new Container { Name = "two", Image = "app:1" }, new Container { Name = "three", Image = "app:1" }] });
        var status = Build(pod.Sandbox().Exited(0, "one").Exited(1, "two"), terminating: true);
        Assert.That(status.InitContainerStatuses.Select(init => init.State!.Terminated?.ExitCode), Is.EqualTo(new int?[] { 0, 1, null }));
        Assert.That(status.ContainerStatuses.Single().State!.Waiting!.Reason, Is.EqualTo("PodInitializing"));
    }

    [Test]
    public void Ephemeral_containers_have_a_status_of_their_own()
    {
        var pod = new PodBuilder().With(spec => spec with { EphemeralContainers = [new EphemeralContainer { Name = "debug", Image = "app:1" }] }).Sandbox().Running().Running("debug");
        Assert.That(Build(pod).EphemeralContainerStatuses.Single(), Has.Property("Name").EqualTo("debug").And.Property("Ready").False.And.Property("Started").Null);
    }

    [Test]
    public void A_patch_holds_only_what_changed()
    {
        var status = Build(new PodBuilder().Sandbox().Running());
        Assert.That(StatusPatch.Between(status, status, "u1"), Is.Null);
        var patch = StatusPatch.Between(status, status with { Phase = "Failed", PodIP = null }, "u1")!;
        Assert.That(System.Text.Encoding.UTF8.GetString(patch.Body.Span), Is.EqualTo("""{"metadata":{"uid":"u1"},"status":{"phase":"Failed","podIP":null}}"""));
    }

    [Test]
    public void A_patch_takes_back_what_is_no_longer_said_of_conditions_and_addresses()
    {
        var from = new PodStatus { Conditions = [new PodCondition { Type = "Ready", Status = "False", Reason = "R" }, new PodCondition { Type = "Gone", Status = "True" }], PodIPs = [new PodIP { Ip = "10.0.0.1" }] };
        var to = new PodStatus { Conditions = [new PodCondition { Type = "Ready", Status = "True" }], PodIPs = [new PodIP { Ip = "10.0.0.2" }] };
        Assert.That(System.Text.Encoding.UTF8.GetString(StatusPatch.Between(from, to, "u1")!.Body.Span), Is.EqualTo(
            """{"metadata":{"uid":"u1"},"status":{"conditions":[{"type":"Ready","status":"True","reason":null},{"$patch":"delete","type":"Gone"}],"podIPs":[{"ip":"10.0.0.2"},{"$patch":"replace"}]}}"""));
    }

    private static PodCondition Condition(PodStatus status, string type) => status.Conditions.Single(condition => condition.Type == type);

    private static PodStatus Build(PodBuilder pod, WaitingReason? waiting = null, DateTimeOffset? now = null, bool terminating = false) => PodStatusBuilder.Build(pod.Pod, Seen(pod, waiting, now, terminating));

    private static PodObservation Seen(PodBuilder pod, WaitingReason? waiting = null, DateTimeOffset? now = null, bool terminating = false) => new()
    {
        Containers = LostContainers.Of(pod.State, pod.Pod),
        Probes = new TestProbes(),
        Waiting = waiting is null ? new Dictionary<string, WaitingReason>() : new Dictionary<string, WaitingReason> { ["main"] = waiting },
        TerminationMessages = new Dictionary<string, string>(),
        ImageDigest = _ => null,
        ResourcesOf = _ => ContainerResources.None,
        Scheme = "docker",
        ImageScheme = "docker",
        HostAddresses = [IPAddress.Parse("192.0.2.1")],
        StartTime = PodBuilder.Start,
        Now = now ?? PodBuilder.Start,
        IsTerminating = terminating,
    };
}
