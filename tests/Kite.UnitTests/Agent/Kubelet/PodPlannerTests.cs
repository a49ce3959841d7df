using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Probes;
using Kite.Agent.Runtime;
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
        Assert.That(Names(PodPlanner.Plan(pod.Pod, pod.State, new TestProbes { Started = false })), Is.Empty);
        Assert.That(Names(Plan(pod)), Is.EqualTo(new[] { "main" }));
    }

    [Test]
    public void A_container_that_is_not_alive_is_killed_and_started_again()
    {
        var pod = new PodBuilder().Sandbox().Running();
        var plan = PodPlanner.Plan(pod.Pod, pod.State, new TestProbes { Failed = new FailedProbe("liveness", 5) });
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

    private static PodPlan Plan(PodBuilder pod) => PodPlanner.Plan(pod.Pod, pod.State, new TestProbes());

    private static string[] Names(PodPlan plan) => plan.Start.Select(container => container.Name).ToArray();
}
