using Kite.Agent.Kubelet.Settings;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet.Settings;

internal sealed class OutOfMemoryScoreTests
{
    private const long NodeBytes = 1000 << 20;

    [TestCase("100Mi", 900)]
    [TestCase("1Ki", 999, Description = "anybody who asked for something is above those who asked for nothing")]
    [TestCase("5000Mi", 3, Description = "and below those with guarantees")]
    public void Who_asked_for_more_of_the_node_goes_later(string memory, int score) => Assert.That(Score(Container("main", memory)), Is.EqualTo(score));

    [Test]
    public void A_sidecar_goes_no_sooner_than_the_containers_that_it_serves()
    {
        var sidecar = Container("proxy", "10Mi") with { RestartPolicy = "Always" };
        var pod = Pod(Container("main", "300Mi"), Container("other", "200Mi")) with { };
        pod = pod with { Spec = pod.Spec with { InitContainers = [sidecar, Container("init", "10Mi")] } };
        Assert.That(new[] { sidecar, pod.Spec.InitContainers[1], pod.Spec.Containers[1] }.Select(container => OutOfMemoryScore.Of(pod, container, NodeBytes)), Is.EqualTo(new[] { 800, 990, 800 }));
    }

    [Test]
    public void What_a_pod_asks_for_as_a_whole_is_shared_by_its_containers()
    {
        var pod = Pod(Container("main", "100Mi"), new Container { Name = "other" });
        pod = pod with { Spec = pod.Spec with { Resources = Amounts("500Mi") } };
        Assert.That(pod.Spec.Containers.Select(container => OutOfMemoryScore.Of(pod, container, NodeBytes)), Is.EqualTo(new[] { 700, 800 }));
    }

    [Test]
    public void A_pod_that_its_node_needs_goes_last()
    {
        var pod = Pod(new Container { Name = "main" });
        pod = pod with { Spec = pod.Spec with { PriorityClassName = "system-node-critical" } };
        Assert.That(OutOfMemoryScore.Of(pod, pod.Spec.Containers[0], NodeBytes), Is.EqualTo(-997));
    }

    private static int Score(Container container) => OutOfMemoryScore.Of(Pod(container), container, NodeBytes);

    private static Pod Pod(params Container[] containers) => new() { Metadata = new() { Name = "web" }, Spec = new PodSpec { Containers = containers } };

    private static Container Container(string name, string memory) => new() { Name = name, Resources = Amounts(memory) };

    private static ResourceRequirements Amounts(string memory) => new() { Requests = new Dictionary<string, Quantity> { ["memory"] = new(memory) } };
}
