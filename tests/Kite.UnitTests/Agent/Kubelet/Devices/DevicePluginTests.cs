using Grpc.Core;
using Kite.Agent.Grpc;
using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Devices;
using Kite.Agent.Kubelet.Devices.PodResources;
using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.UnitTests.Agent.Kubelet.Devices;

internal sealed class DevicePluginTests
{
    private const string Resource = "example.com/gpu";
    private ExtendedResources counts = null!;
    private string data = "";
    private DeviceInventory inventory = null!;
    private DevicePlugins plugins = null!;
    private DeviceAdmission admission = null!;
    private TestPlugin plugin = null!;

    private string Sockets => Path.Combine(data, "kubelet", "device-plugins");

    [SetUp]
    public async Task StartAsync()
    {
        data = Directory.CreateTempSubdirectory("kite-dp-").FullName;
        plugin = new TestPlugin();
        await RestartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await plugin.DisposeAsync();
        await plugins.StopAsync(CancellationToken.None);
        plugins.Dispose();
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task Devices_are_counted_as_the_plugin_tells_and_none_can_be_had_without_it()
    {
        await JoinAsync(("a", true), ("b", true), ("c", false));
        await UntilAsync(new DeviceCount(3, 2));
        plugin.Has(("a", true), ("b", false), ("c", false));
        await UntilAsync(new DeviceCount(3, 1));
        await plugin.DisposeAsync();
        await UntilAsync(new DeviceCount(3, 0));
    }

    [Test]
    public async Task A_container_gets_what_the_plugin_says_and_a_pod_that_finds_too_few_is_refused()
    {
        await JoinAsync(("a", true), ("b", true));
        await UntilAsync(new DeviceCount(2, 2));
        var first = Pod("first", 1);
        Assert.That(await AdmitAsync(first), Is.Null);
        var given = (await new DeviceAllocations(inventory, plugins).OfAsync(first, first.Spec.Containers[0], CancellationToken.None))!;
        Assert.That(given.Environment["GPUS"], Is.EqualTo("a"));
        Assert.That(given.Devices.Single().ContainerPath, Is.EqualTo("/dev/a"));
        Assert.That(given.Mounts.Single().ReadOnly, Is.True);
        Assert.That(plugin.Prepared, Is.EqualTo(new[] { "a" }));

        var second = await AdmitAsync(Pod("second", 2), first);
        Assert.That(second, Is.EqualTo(new PodRejection("UnexpectedAdmissionError", $"Allocate failed due to requested number of devices unavailable for {Resource}. Requested: 2, Available: 1, which is unexpected")));
        // The first one has gone meanwhile.
        Assert.That(await AdmitAsync(Pod("third", 2)), Is.Null);
    }

    [Test]
    public async Task The_plugins_preference_counts()
    {
        plugin.Preferred = ["c", "b"];
        await JoinAsync(("a", true), ("b", true), ("c", true));
        await UntilAsync(new DeviceCount(3, 3));
        await AdmitAsync(Pod("first", 2));
        Assert.That(plugin.Allocated, Is.EqualTo(new[] { "c", "b" }));
    }

    [Test]
    public async Task What_an_init_container_had_is_there_for_the_others()
    {
        await JoinAsync(("a", true), ("b", true));
        await UntilAsync(new DeviceCount(2, 2));
        var pod = Pod("first", 2);
        pod = pod with { Spec = pod.Spec with { InitContainers = [pod.Spec.Containers[0] with { Name = "init" }] } };
        Assert.That(await AdmitAsync(pod), Is.Null);
    }

    [Test]
    public async Task Who_has_which_devices_is_known_after_a_restart()
    {
        await JoinAsync(("a", true), ("b", true));
        await UntilAsync(new DeviceCount(2, 2));
        var first = Pod("first", 1);
        await AdmitAsync(first);
        await plugin.DisposeAsync();
        await plugins.StopAsync(CancellationToken.None);
        await RestartAsync();
        plugin = new TestPlugin();
        await JoinAsync(("a", true), ("b", true));
        await UntilAsync(new DeviceCount(2, 2));
        Assert.That(await admission.AdmitAsync(new PodAdmissionRequest(first, [], true), CancellationToken.None), Is.Null);
        Assert.That(plugin.Allocated, Is.Empty, "it has its device already");
        Assert.That(inventory.Free(Resource), Is.EqualTo(new[] { "b" }));
        Assert.That((await new DeviceAllocations(inventory, plugins).OfAsync(first, first.Spec.Containers[0], CancellationToken.None))!.Environment["GPUS"], Is.EqualTo("a"));
    }

    [Test]
    public async Task Plugins_of_other_versions_or_for_kubernetes_own_resources_are_refused()
    {
        await plugin.StartAsync(Sockets);
        Assert.That(async () => await plugin.RegisterAsync(Sockets, version: "v1"), Throws.TypeOf<RpcException>());
        Assert.That(async () => await plugin.RegisterAsync(Sockets, "cpu"), Throws.TypeOf<RpcException>());
        Assert.That(async () => await plugin.RegisterAsync(Sockets, "kubernetes.io/gpu"), Throws.TypeOf<RpcException>());
    }

    [Test]
    public async Task Monitoring_agents_learn_who_has_which_devices_and_which_there_are()
    {
        await JoinAsync(("a", true), ("b", true), ("c", false));
        await UntilAsync(new DeviceCount(3, 2));
        var pod = Pod("first", 1);
        pod = pod with { Spec = pod.Spec with { Containers = [.. pod.Spec.Containers, new Container { Name = "other" }] } };
        await AdmitAsync(pod);
        var options = new KubeletOptions { NodeName = "n", DataDirectory = data, Version = "v1" };
        var server = new PodResourcesServer(options, new PodResourcesService(new KnownPods(pod), inventory), NullLoggerFactory.Instance, NullLogger<PodResourcesServer>.Instance);
        await server.StartAsync(CancellationToken.None);
        using (var channel = UnixSocketChannel.Create(PodResourcesServer.SocketOf(options)))
        {
            var client = new PodResourcesLister.PodResourcesListerClient(channel.CreateCallInvoker());
            var listed = (await client.ListAsync(new ListPodResourcesRequest())).PodResources.Single();
            Assert.That((listed.Namespace, listed.Name), Is.EqualTo(("default", "first")));
            Assert.That(listed.Containers.Select(container => (container.Name, string.Join(',', container.Devices.SelectMany(device => device.DeviceIds)))), Is.EqualTo(new[] { ("main", "a"), ("other", "") }));
            Assert.That((await client.GetAsync(new GetPodResourcesRequest { PodNamespace = "default", PodName = "first" })).PodResources, Is.EqualTo(listed));
            Assert.That(async () => await client.GetAsync(new GetPodResourcesRequest { PodNamespace = "default", PodName = "gone" }),
                Throws.TypeOf<RpcException>().With.Message.Contains("pod gone in namespace default not found"));
            var all = (await client.GetAllocatableResourcesAsync(new AllocatableResourcesRequest())).Devices;
            Assert.That(all.Select(device => (device.ResourceName, device.DeviceIds.Single())), Is.EqualTo(new[] { (Resource, "a"), (Resource, "b") }));
        }
        await server.StopAsync(CancellationToken.None);
    }

    private static Pod Pod(string uid, int count) => new()
    {
        Metadata = new() { Namespace = "default", Name = uid, Uid = uid },
        Spec = new PodSpec { Containers = [new Container { Name = "main", Resources = new ResourceRequirements { Limits = new Dictionary<string, Quantity> { [Resource] = Quantity.Of(count) } } }] },
    };

    private ValueTask<PodRejection?> AdmitAsync(Pod pod, params Pod[] others) => admission.AdmitAsync(new PodAdmissionRequest(pod, others, false), CancellationToken.None);

    private async Task JoinAsync(params (string, bool)[] devices)
    {
        await plugin.StartAsync(Sockets);
        await plugin.RegisterAsync(Sockets);
        plugin.Has(devices);
    }

    private async Task RestartAsync()
    {
        // What an earlier start counted must not be taken for this one.
        inventory = new DeviceInventory(counts = new ExtendedResources());
        plugins = new DevicePlugins(new KubeletOptions { NodeName = "n", DataDirectory = data, Version = "v1" }, inventory, NullLoggerFactory.Instance, NullLogger<DevicePlugins>.Instance);
        admission = new DeviceAdmission(inventory, plugins, new DeviceCheckpoint(Sockets), NullLogger<DeviceAdmission>.Instance);
        await plugins.StartAsync(CancellationToken.None);
        await Eventually.Holds(() => File.Exists(Path.Combine(Sockets, "kubelet.sock")));
    }

    private Task UntilAsync(DeviceCount count) => Eventually.Holds(() => counts.Counts.GetValueOrDefault(Resource) == count);
}
