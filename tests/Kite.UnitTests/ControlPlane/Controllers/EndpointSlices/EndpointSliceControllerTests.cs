using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.DiscoveryV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.EndpointSlices;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.EndpointSlices;

internal sealed class EndpointSliceControllerTests
{
    private World world = null!;

    [SetUp]
    public void SetUp()
    {
        world = new World();
        world.With(new EndpointSliceController(world.Client, world.Time));
    }

    [Test]
    public async Task Pods_become_endpoints_with_their_conditions()
    {
        await world.Create(Service(8080));
        await world.Create(Sample.Pod("ready"));
        await world.Create(Sample.Pod("unready", ready: false, ip: "10.42.0.6"));
        await world.Settle();
        var slice = (await world.All<EndpointSlice>()).Single();
        Assert.That(slice.Metadata.Labels["kubernetes.io/service-name"], Is.EqualTo("web"));
        Assert.That(slice.Metadata.OwnerReferences.Single().Kind, Is.EqualTo("Service"));
        Assert.That(slice.Ports.Single().Port, Is.EqualTo(8080));
        Assert.That(slice.Endpoints.Select(endpoint => (endpoint.Addresses[0], endpoint.Conditions!.Ready, endpoint.TargetRef!.Name)), Is.EqualTo(new (string, bool?, string)[]
        {
            ("10.42.0.5", true, "ready"),
            ("10.42.0.6", false, "unready"),
        }));
    }

    [Test]
    public async Task A_service_without_pods_has_one_empty_slice()
    {
        await world.Create(Service(80));
        await world.Settle();
        Assert.That((await world.All<EndpointSlice>()).Single().Endpoints, Is.Empty);
    }

    [Test]
    public async Task Pods_whose_named_port_differs_get_slices_of_their_own()
    {
        await world.Create(Service("http"));
        await world.Create(WithPort(Sample.Pod("one"), 8080));
        await world.Create(WithPort(Sample.Pod("two", ip: "10.42.0.6"), 9090));
        await world.Settle();
        Assert.That((await world.All<EndpointSlice>()).Select(slice => slice.Ports.Single().Port), Is.EquivalentTo(new[] { 8080, 9090 }));
    }

    [Test]
    public async Task A_slice_holds_a_hundred_endpoints_and_the_rest_stays_put_when_one_goes()
    {
        await world.Create(Service(80));
        for (var i = 0; i < 150; i++) await world.Create(Sample.Pod($"pod-{i:d3}", ip: $"10.42.1.{i}"));
        await world.Settle();
        var slices = await world.All<EndpointSlice>();
        Assert.That(slices.Select(slice => slice.Endpoints.Count), Is.EquivalentTo(new[] { 100, 50 }));
        var going = slices.Single(slice => slice.Endpoints.Count == 50).Endpoints[0].TargetRef!.Name;
        await world.Delete(await world.Get<Pod>("default", going));
        await world.Settle();
        var after = await world.All<EndpointSlice>();
        Assert.That(after.Select(slice => slice.Endpoints.Count), Is.EquivalentTo(new[] { 100, 49 }));
        var full = slices.Single(slice => slice.Endpoints.Count == 100);
        Assert.That(after.Single(slice => slice.Endpoints.Count == 100).Metadata.ResourceVersion, Is.EqualTo(full.Metadata.ResourceVersion));
    }

    [Test]
    public async Task A_pod_that_terminates_serves_but_is_not_ready()
    {
        await world.Create(Service(80));
        var pod = Sample.Pod("going");
        await world.Create(pod with { Metadata = pod.Metadata with { DeletionTimestamp = world.Time.GetUtcNow(), Finalizers = ["test/hold"] } });
        await world.Settle();
        var conditions = (await world.All<EndpointSlice>()).Single().Endpoints.Single().Conditions!;
        Assert.That((conditions.Ready, conditions.Serving, conditions.Terminating), Is.EqualTo(((bool?)false, (bool?)true, (bool?)true)));
    }

    [Test]
    public async Task Nothing_is_written_when_nothing_changes()
    {
        await world.Create(Service(80));
        var pod = await world.Create(Sample.Pod("ready"));
        await world.Settle();
        var before = world.Client.State.Actions.Count;
        await world.Update(pod with { Status = pod.Status with { Message = "irrelevant" } }, "status");
        await world.Settle();
        Assert.That(world.Client.State.Actions, Has.Count.EqualTo(before + 1));
    }

    private static Service Service(IntOrString target) => new()
    {
        Metadata = new ObjectMeta { Name = "web", Namespace = "default" },
        Spec = new ServiceSpec
        {
            ClusterIP = "10.43.0.9",
            IpFamilies = ["IPv4"],
            Selector = new Dictionary<string, string> { ["app"] = "web" },
            Ports = [new ServicePort { Name = "http", Port = 80, TargetPort = target, Protocol = "TCP" }],
        },
    };

    private static Pod WithPort(Pod pod, int port) => pod with
    {
        Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Ports = [new ContainerPort { Name = "http", ContainerPortValue = port, Protocol = "TCP" }] }] },
    };
}
