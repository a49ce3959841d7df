using Kite.Agent.Kubelet.Pods;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet;

[TestFixture]
internal sealed class WholeRestartTests
{
    private static readonly ContainerRestartRule Rule = new() { Action = "RestartAllContainers", ExitCodes = new ContainerRestartRuleOnExitCodes { Operator = "In", Values = [42] } };

    [TestCase(42, true)]
    [TestCase(1, false)]
    public void It_is_due_once_a_container_has_ended_with_a_code_of_its_rule(int code, bool isDue)
    {
        var pod = Pod().Sandbox().Exited(0, "init").Exited(code);
        Assert.That(WholeRestart.IsDue(pod.Pod, pod.State), Is.EqualTo(isDue));
    }

    [Test]
    public void What_ended_before_the_round_counts_no_more_and_init_containers_run_again()
    {
        var pod = Pod().Sandbox().Exited(0, "init").Exited(42);
        var state = WholeRestart.Within(pod.Pod, pod.State, PodBuilder.Start.AddSeconds(2));
        Assert.That(WholeRestart.IsDue(pod.Pod, state), Is.False);
        Assert.That(PodPlanner.Plan(pod.Pod, state, new TestProbes(), PodBuilder.ResourcesOf).Start.Select(container => container.Name), Is.EqualTo(new[] { "init" }));
        Assert.That(state.RunningSandbox, Is.Not.Null);
    }

    [Test]
    public void A_round_is_known_again_from_the_condition_that_told_of_it()
    {
        var pod = Pod().Pod;
        PodCondition Condition(string status) => new() { Type = "AllContainersRestarting", Status = status, LastTransitionTime = PodBuilder.Start };
        Assert.That(WholeRestart.RoundOf(pod with { Status = new PodStatus { Conditions = [Condition("False")] } }), Is.EqualTo(PodBuilder.Start));
        Assert.That(WholeRestart.IsUnderWay(pod with { Status = new PodStatus { Conditions = [Condition("True")] } }), Is.True);
        Assert.That(WholeRestart.RoundOf(pod), Is.EqualTo(DateTimeOffset.MinValue));
    }

    private static PodBuilder Pod() => new PodBuilder().With(spec => spec with
    {
        RestartPolicy = "Never",
        InitContainers = [new Container { Name = "init", Image = "app:1" }],
        Containers = [new Container { Name = "main", Image = "app:1", RestartPolicy = "Never", RestartPolicyRules = [Rule] }],
    });
}
