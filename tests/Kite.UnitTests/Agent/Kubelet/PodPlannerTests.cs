using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Probes;
using Kite.Agent.Runtime;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet;

[TestFixture]
internal sealed class PodPlannerTests
{
    private static readonly Container Init = new() { Name = "init", Image = "app:1" };
    private static readonly Container Sidecar = new() { Name = "side", Image = "app:1", RestartPolicy = "Always" };

    [Test]
    public void A_new_pod_gets_a_sandbox_and_its_containers()
    {
        var plan = Plan(new PodBuilder());
        Assert.Multiple(() =>
        {
            Assert.That(plan.NewSandbox, Is.Zero);
            Assert.That(Names(plan), Is.EqualTo(new[] { "main" }));
        });
    }

    [Test]
    public void A_pod_that_runs_is_left_alone() => Assert.That(Plan(new PodBuilder().Sandbox().Running()).IsEmpty, Is.True);

    [Test]
    public void A_dead_sandbox_is_replaced_and_its_containers_with_it()
    {
        var plan = Plan(new PodBuilder().Sandbox(ContainerRunState.Exited).Running());
        Assert.Multiple(() =>
        {
            Assert.That(plan.StopAll, Is.True);
            Assert.That(plan.NewSandbox, Is.EqualTo(1));
            Assert.That(Names(plan), Is.EqualTo(new[] { "main" }));
        });
    }

    [TestCase("Always", 0, true)]
    [TestCase("Always", 1, true)]
    [TestCase("OnFailure", 0, false)]
    [TestCase("OnFailure", 1, true)]
    [TestCase("Never", 0, false)]
    [TestCase("Never", 1, false)]
    public void A_container_that_ended_is_restarted_by_the_pods_policy(string policy, int code, bool restarts) =>
        Assert.That(Names(Plan(new PodBuilder().With(spec => spec with { RestartPolicy = policy }).Sandbox().Exited(code))), restarts ? Is.EqualTo(new[] { "main" }) : Is.Empty);

    [Test]
    public void A_finished_pod_without_sandbox_gets_no_new_one() =>
        Assert.That(Plan(new PodBuilder().With(spec => spec with { RestartPolicy = "Never" }).Sandbox(ContainerRunState.Exited).Exited(0)).NewSandbox, Is.Null);

    [Test]
    public void Init_containers_come_first_one_at_a_time()
    {
        var pod = new PodBuilder().With(spec => spec with { InitContainers = [Init, Init with { Name = "second" }] });
        Assert.That(Names(Plan(pod)), Is.EqualTo(new[] { "init" }));
        Assert.That(Names(Plan(pod.Sandbox().Running("init"))), Is.Empty);
    }

    [Test]
    public void The_next_init_container_follows_the_success_of_the_one_before()
    {
        var pod = new PodBuilder().With(spec => spec with { InitContainers = [Init, Init with { Name = "second" }] }).Sandbox().Exited(0, "init");
        Assert.That(Names(Plan(pod)), Is.EqualTo(new[] { "second" }));
        Assert.That(Names(Plan(pod.Exited(0, "second"))), Is.EqualTo(new[] { "main" }));
    }

    [Test]
    public void A_failed_init_container_ends_a_pod_that_never_restarts()
    {
        var plan = Plan(new PodBuilder().With(spec => spec with { RestartPolicy = "Never", InitContainers = [Init] }).Sandbox().Exited(1, "init"));
        Assert.That((plan.StopAll, Names(plan).Length), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Containers_wait_until_a_sidecar_has_started_up()
    {
        var pod = new PodBuilder().With(spec => spec with { InitContainers = [Sidecar with { StartupProbe = new Probe() }] }).Sandbox().Running("side");
        Assert.That(Names(PodPlanner.Plan(pod.Pod, pod.State, new TestProbes { Started = false }, PodBuilder.ResourcesOf)), Is.Empty);
        Assert.That(Names(Plan(pod)), Is.EqualTo(new[] { "main" }));
    }

    [Test]
    public void A_container_that_is_not_alive_is_killed_and_started_again()
    {
        var pod = new PodBuilder().Sandbox().Running();
        var plan = PodPlanner.Plan(pod.Pod, pod.State, new TestProbes { Failed = new FailedProbe("liveness", 5) }, PodBuilder.ResourcesOf);
        Assert.Multiple(() =>
        {
            Assert.That(plan.Kill[0].Message, Is.EqualTo("Container main failed liveness probe, will be restarted"));
            Assert.That(plan.Kill[0].GraceSeconds, Is.EqualTo(5));
            Assert.That(Names(plan), Is.EqualTo(new[] { "main" }));
        });
    }

    [Test]
    public void A_changed_image_restarts_its_container() =>
        Assert.That(Plan(new PodBuilder().Sandbox().Running(image: "app:0")).Kill[0].Message, Is.EqualTo("Container main definition changed, will be restarted"));

    [Test]
    public void Sidecars_end_with_the_last_container_and_are_not_started_again()
    {
        var pod = new PodBuilder().With(spec => spec with { RestartPolicy = "Never", InitContainers = [Sidecar] }).Sandbox().Running("side").Exited(0);
        Assert.That(Plan(pod).StopAll, Is.True);
        var plan = Plan(new PodBuilder().With(spec => spec with { RestartPolicy = "Never", InitContainers = [Sidecar] }).Sandbox().Exited(1, "side").Exited(0));
        Assert.That((plan.StopAll, Names(plan).Length), Is.EqualTo((true, 0)));
    }

    [Test]
    public void A_sidecar_that_ended_is_started_again_beside_the_others() =>
        Assert.That(Names(Plan(new PodBuilder().With(spec => spec with { RestartPolicy = "Never", InitContainers = [Sidecar] }).Sandbox().Exited(0, "side").Running())), Is.EqualTo(new[] { "side" }));

    [Test]
    public void An_ephemeral_container_runs_once_also_before_the_pod_is_initialized()
    {
        var pod = new PodBuilder().With(spec => spec with { InitContainers = [Init], EphemeralContainers = [new EphemeralContainer { Name = "debug", Image = "app:1" }] }).Sandbox().Running("init");
        Assert.That(Names(Plan(pod)), Is.EqualTo(new[] { "debug" }));
        Assert.That(Names(Plan(pod.Exited(1, "debug"))), Is.Empty);
    }

    [TestCase("Never", 42, true)]
    [TestCase("Never", 1, false)]
    [TestCase("OnFailure", 1, true)]
    public void A_containers_own_rules_and_policy_come_before_the_pods(string policy, int code, bool restarts)
    {
        var main = new Container
        {
            Name = "main",
            Image = "app:1",
            RestartPolicy = policy,
            RestartPolicyRules = [new ContainerRestartRule { Action = "Restart", ExitCodes = new ContainerRestartRuleOnExitCodes { Operator = "In", Values = [42] } }],
        };
        var pod = new PodBuilder().With(spec => spec with { RestartPolicy = "Never", Containers = [main, main with { Name = "other" }] }).Sandbox().Exited(code).Running("other");
        Assert.That(Names(Plan(pod)), restarts ? Is.EqualTo(new[] { "main" }) : Is.Empty);
    }

    [Test]
    public void A_container_that_fails_its_probe_in_a_pod_that_never_restarts_is_only_killed()
    {
        var pod = new PodBuilder().With(spec => spec with { RestartPolicy = "Never" }).Sandbox().Running();
        var plan = PodPlanner.Plan(pod.Pod, pod.State, new TestProbes { Failed = new FailedProbe("liveness", null) }, PodBuilder.ResourcesOf);
        Assert.That((plan.Kill[0].Message, Names(plan).Length, plan.StopAll), Is.EqualTo(("Container main failed liveness probe", 0, false)));
    }

    [Test]
    public void What_succeeded_in_an_earlier_sandbox_is_not_run_again()
    {
        var pod = new PodBuilder().With(spec => spec with { RestartPolicy = "OnFailure", Containers = [.. spec.Containers, new Container { Name = "other", Image = "app:1" }] })
            .Sandbox(ContainerRunState.Exited).Exited(0).Exited(137, "other").Sandbox();
        Assert.That(Names(Plan(pod)), Is.EqualTo(new[] { "other" }));
    }

    [TestCase("Never", false)]
    [TestCase("OnFailure", true)]
    public void A_container_that_somebody_removed_counts_as_failed(string policy, bool restarts)
    {
        var pod = new PodBuilder().With(spec => spec with { RestartPolicy = policy, Containers = [.. spec.Containers, new Container { Name = "other", Image = "app:1" }] }).Sandbox().Running("other");
        var known = new ContainerStatus { Name = "main", ContainerID = "docker://gone", RestartCount = 3, State = new ContainerState { Running = new ContainerStateRunning() } };
        var state = LostContainers.Of(pod.State, pod.Pod with { Status = new PodStatus { ContainerStatuses = [known] } });
        Assert.That(Names(PodPlanner.Plan(pod.Pod, state, new TestProbes(), PodBuilder.ResourcesOf)), restarts ? Is.EqualTo(new[] { "main" }) : Is.Empty);
        Assert.That(state.Latest("main"), Has.Property("Attempt").EqualTo(3).And.Property("ExitCode").EqualTo(137));
    }

    [Test]
    public void An_init_container_that_somebody_removed_is_not_repeated_once_a_later_one_has_begun()
    {
        var pod = new PodBuilder().With(spec => spec with { InitContainers = [Init, Init with { Name = "second" }] }).Sandbox().Running("second");
        Assert.That(Names(Plan(pod)), Is.Empty);
    }

    [TestCase(null, false)]
    [TestCase("NotRequired", false)]
    [TestCase("RestartContainer", true)]
    public void A_container_that_is_to_have_other_amounts_gets_them_as_it_runs_unless_it_wants_a_restart(string? policy, bool restarts)
    {
        var container = new Container { Name = "main", Image = "app:1", ResizePolicy = policy is null ? [] : [new ContainerResizePolicy { ResourceName = "memory", RestartPolicy = policy }] };
        Container With(string memory) => container with { Resources = new ResourceRequirements { Limits = new Dictionary<string, Quantity> { ["memory"] = new(memory) } } };
        var plan = Plan(new PodBuilder().With(spec => spec with { Containers = [With("64Mi")] }).Sandbox().Running(With("32Mi")));
        Assert.That(Names(plan), restarts ? Is.EqualTo(new[] { "main" }) : Is.Empty);
        Assert.That(plan.Kill.Select(kill => kill.Message), restarts ? Is.EqualTo(new[] { "Container main resize requires restart" }) : Is.Empty);
        Assert.That(plan.Resize.Select(change => change.Target.MemoryBytes), restarts ? Is.Empty : Is.EqualTo(new[] { 64 << 20 }));
        Assert.That(plan.StopAll, Is.False);
    }

    private static PodPlan Plan(PodBuilder pod) => PodPlanner.Plan(pod.Pod, pod.State, new TestProbes(), PodBuilder.ResourcesOf);

    private static string[] Names(PodPlan plan) => plan.Start.Select(container => container.Name).ToArray();
}
