using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.Pods.Preemption;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet;

[TestFixture]
internal sealed class PreemptionChoiceTests
{
    [Test]
    public void The_lowest_class_goes_first_as_far_as_it_helps() =>
        Assert.That(Chosen([Pod("best", "", "BestEffort"), Pod("burst", "500m", "Burstable"), Pod("sure", "500m", "Guaranteed")], Cpu(300)), Is.EqualTo(new[] { "burst" }));

    [Test]
    public void The_pod_that_comes_nearest_to_what_is_missing_goes_the_smaller_of_equals() =>
        Assert.That(Chosen([Pod("small", "100m", "Burstable"), Pod("large", "900m", "Burstable"), Pod("fits", "300m", "Burstable")], Cpu(300)), Is.EqualTo(new[] { "fits" }));

    [Test]
    public void A_better_class_goes_only_for_what_the_lower_ones_lack() =>
        Assert.That(Chosen([Pod("burst", "200m", "Burstable"), Pod("sure", "900m", "Guaranteed")], Cpu(1000)), Is.EquivalentTo(new[] { "burst", "sure" }));

    [Test]
    public void Nobody_goes_where_all_together_are_not_enough() => Assert.That(Chosen([Pod("burst", "200m", "Burstable")], Cpu(300)), Is.Null);

    [Test]
    public void For_a_place_among_the_pods_any_pod_will_do() =>
        Assert.That(Chosen([Pod("burst", "200m", "Burstable"), Pod("best", "", "BestEffort")], new MissingResource("pods", 1, 110, 110)), Is.EqualTo(new[] { "best" }));

    private static MissingResource Cpu(long shortage) => new("cpu", shortage, 1000, 1000);

    private static string[]? Chosen(Pod[] pods, MissingResource missing) => PreemptionChoice.Of(pods, [missing])?.Select(pod => pod.Metadata.Name).ToArray();

    private static Pod Pod(string name, string cpu, string qosClass) => new()
    {
        Metadata = new() { Name = name, Uid = name },
        Spec = new PodSpec
        {
            Containers = [new Container { Name = "main", Resources = cpu.Length == 0 ? null : new ResourceRequirements { Requests = new Dictionary<string, Quantity> { ["cpu"] = new(cpu) } } }],
        },
        Status = new PodStatus { QosClass = qosClass },
    };
}
