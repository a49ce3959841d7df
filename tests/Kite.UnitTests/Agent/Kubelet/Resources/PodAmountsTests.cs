using Kite.Agent.Kubelet.Resources;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet.Resources;

internal sealed class PodAmountsTests
{
    private static readonly CgroupNames Plain = new(isSystemd: false);
    private static readonly CgroupNames Systemd = new(isSystemd: true);

    [Test]
    public void Containers_add_up_and_init_containers_count_beside_the_sidecars_before_them()
    {
        var pod = Pod([Container("a", "100m"), Container("b", "200m")], [Container("side", "50m") with { RestartPolicy = "Always" }, Container("init", "900m")]);
        Assert.That(PodAmounts.Requests(pod)["cpu"], Is.EqualTo(950));
    }

    [Test]
    public void What_the_pod_asks_for_in_all_stands_in_for_its_containers_and_overhead_comes_on_top()
    {
        var pod = Pod([Container("a", "100m")], []);
        pod = pod with { Spec = pod.Spec with { Resources = Requirements("2"), Overhead = new Dictionary<string, Quantity> { ["cpu"] = new("10m") } } };
        Assert.That(PodAmounts.Requests(pod)["cpu"], Is.EqualTo(2010));
    }

    [Test]
    public void A_pod_that_is_resized_takes_the_most_of_what_it_was_granted_and_what_it_has()
    {
        var pod = Pod([Container("a", "100m"), Container("b", "400m")], []);
        pod = pod with { Status = new PodStatus { ContainerStatuses = [new ContainerStatus { Name = "a", Resources = Requirements("300m") }, new ContainerStatus { Name = "b", Resources = Requirements("200m") }] } };
        Assert.That(PodAmounts.Taken(pod)["cpu"], Is.EqualTo(700));
    }

    [Test]
    public void A_limit_that_one_container_lacks_is_none_for_the_pod()
    {
        var pod = Pod([Container("a", null, "1"), Container("b", null)], []);
        Assert.That(PodCgroups.LimitsOf(pod).CpuQuota, Is.EqualTo(CgroupLimits.Unlimited));
        Assert.That(PodCgroups.LimitsOf(Pod([Container("a", null, "1"), Container("b", null, "500m")], [])).CpuQuota, Is.EqualTo(150_000));
    }

    [Test]
    public void Pods_without_requests_get_the_least_weight()
    {
        var limits = PodCgroups.LimitsOf(Pod([Container("a", null)], []));
        Assert.That((limits.CpuShares, limits.CpuQuota, limits.MemoryBytes), Is.EqualTo(((long?)2, (long?)null, (long?)null)));
    }

    [TestCase("Guaranteed", "/kubepods/poda-b", "/kubepods.slice/kubepods-poda_b.slice")]
    [TestCase("Burstable", "/kubepods/burstable/poda-b", "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-poda_b.slice")]
    [TestCase("BestEffort", "/kubepods/besteffort/poda-b", "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-poda_b.slice")]
    public void Groups_are_named_as_others_expect_them(string qosClass, string plain, string slice)
    {
        Assert.That(Plain.Of(qosClass, "a-b"), Is.EqualTo(plain));
        Assert.That(Systemd.Of(qosClass, "a-b"), Is.EqualTo(slice));
    }

    private static ResourceRequirements Requirements(string? request, string? limit = null) => new()
    {
        Requests = request is null ? new Dictionary<string, Quantity>() : new Dictionary<string, Quantity> { ["cpu"] = new(request) },
        Limits = limit is null ? new Dictionary<string, Quantity>() : new Dictionary<string, Quantity> { ["cpu"] = new(limit) },
    };

    private static Container Container(string name, string? request, string? limit = null) => new() { Name = name, Resources = Requirements(request, limit) };

    private static Pod Pod(IReadOnlyList<Container> containers, IReadOnlyList<Container> init) => new() { Spec = new PodSpec { Containers = containers, InitContainers = init } };
}
