using Kite.Agent.Grpc;
using Kite.Agent.Kubelet.Devices.PodResources;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.IntegrationTests.Agent;

/// <summary>Devices of a real plugin on real sockets, in real containers.</summary>
[TestFixture]
[Category("Docker")]
internal sealed class DevicePluginOnDockerTests
{
    private DockerNode node = null!;
    private DevicePluginServer plugin = null!;

    private string Sockets => Path.Combine(node.Directory, "kubelet", "device-plugins");

    [OneTimeSetUp]
    public async Task Import() => await DockerNode.ImportImageAsync();

    [SetUp]
    public async Task SetUp()
    {
        node = new DockerNode();
        await node.StartAsync();
        await Eventually.Holds(() => File.Exists(Path.Combine(Sockets, "kubelet.sock")));
        plugin = await DevicePluginServer.StartAsync(Sockets, "dev0", "dev1");
    }

    [TearDown]
    public async Task TearDown()
    {
        await plugin.DisposeAsync();
        await node.DisposeAsync();
    }

    [Test]
    public async Task A_pod_gets_its_device_and_what_goes_with_it_and_one_too_many_is_refused()
    {
        await Eventually.Holds(async () => await AllocatableAsync() == 2);
        await CreateAsync("first", 1, "sleep 1000");
        var first = await node.WaitAsync("first", DockerNode.IsReady);
        Assert.That(plugin.Allocated, Is.EqualTo(new[] { "dev0" }));
        var container = first.Status.ContainerStatuses[0].ContainerID!["docker://".Length..];
        Assert.That(await DockerNode.DockerAsync("exec", container, "sh", "-c", "echo $DEVICES $(ls /dev/dev*)"), Is.EqualTo("dev0 /dev/dev0"));

        using var channel = UnixSocketChannel.Create(Path.Combine(node.Directory, "kubelet", "pod-resources", "kubelet.sock"));
        var listed = await new PodResourcesLister.PodResourcesListerClient(channel.CreateCallInvoker()).ListAsync(new ListPodResourcesRequest());
        Assert.That(listed.PodResources.Single().Containers.Single().Devices.Single().DeviceIds, Is.EqualTo(new[] { "dev0" }));

        await CreateAsync("second", 2, "sleep 1000");
        var refused = await node.WaitAsync("second", pod => pod?.Status.Phase == "Failed");
        Assert.That(refused.Status.Reason, Is.EqualTo("OutOfexample.com/device").Or.EqualTo("UnexpectedAdmissionError"));
    }

    [Test]
    public async Task Without_the_plugin_its_devices_are_there_but_none_can_be_had()
    {
        await Eventually.Holds(async () => await AllocatableAsync() == 2);
        await plugin.DisposeAsync();
        await Eventually.Holds(async () => await AllocatableAsync() == 0);
        var status = (await node.Api.Resource<Node>().GetAsync(null, node.Name, CancellationToken.None)).Status;
        Assert.That(status.Capacity[DevicePluginServer.Resource].Value, Is.EqualTo(2));
    }

    private Task<Pod> CreateAsync(string name, int count, string command) => node.CreateAsync(
        name, command, container => container with { Resources = new ResourceRequirements { Limits = new Dictionary<string, Quantity> { [DevicePluginServer.Resource] = Quantity.Of(count) } } });

    private async Task<long> AllocatableAsync() =>
        await node.Api.Resource<Node>().FindAsync(null, node.Name, CancellationToken.None) is { } found && found.Status.Allocatable.TryGetValue(DevicePluginServer.Resource, out var count) ? count.Value : -1;
}
