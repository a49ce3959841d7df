using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.Api.Models.StorageV1;
using Kite.CsiDriver;

namespace Kite.IntegrationTests.Agent;

/// <summary>Tests of volumes of a real driver on real sockets, which really mounts them; each has a node and a driver of its own.</summary>
[Category("Docker")]
internal abstract class CsiTest
{
    protected const string Name = "test.csi.kite.io";
    protected DockerNode Node { get; private set; } = null!;

    protected TestDriver Driver { get; set; } = null!;

    protected string Kubelet => Path.Combine(Node.Directory, "kubelet");

    [OneTimeSetUp]
    public async Task Import() => await DockerNode.ImportImageAsync();

    [SetUp]
    public async Task SetUp()
    {
        Node = new DockerNode();
        Driver = MakeDriver(options => options);
        await Node.StartAsync();
    }

    [TearDown]
    public async Task TearDown()
    {
        await Driver.DisposeAsync();
        await Node.DisposeAsync();
    }

    protected static Container Mounting(Container container) => container with { VolumeMounts = [new VolumeMount { Name = "data", MountPath = "/data" }] };

    protected static Func<PodSpec, PodSpec> Using(string claim) =>
        spec => spec with { Volumes = [new Volume { Name = "data", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = claim } }] };

    protected TestDriver MakeDriver(Func<DriverOptions, DriverOptions> change) =>
        new(change(new DriverOptions { Name = Name, KubeletDirectory = Kubelet, DataDirectory = Path.Combine(Node.Directory, "driver") }));

    protected string[] Calls() => Driver.Calls.Select(call => call.Split(' ')[0]).Where(call => call is not "NodeGetInfo").ToArray();

    protected async Task UntilCallsAsync(params string[] calls)
    {
        try
        {
            await Eventually.Holds(() => Calls().SequenceEqual(calls));
        }
        catch (AssertionException)
        {
            Assert.That(Calls(), Is.EqualTo(calls));
        }
    }

    protected Task UntilCalledAsync(string start) => Eventually.Holds(() => Driver.Calls.Any(call => call.StartsWith(start, StringComparison.Ordinal)));

    protected Task<Node> NodeAsync() => Node.Api.Resource<Node>().GetAsync(null, Node.Name, CancellationToken.None);

    protected Task UntilRegisteredAsync() => Eventually.Holds(() => Driver.Registration?.IsRegistered is true);

    protected Task<CSIDriver> DescribeDriverAsync(Func<CSIDriverSpec, CSIDriverSpec>? change = null)
    {
        var spec = new CSIDriverSpec { AttachRequired = false, VolumeLifecycleModes = ["Persistent"] };
        return Node.Api.Resource<CSIDriver>().CreateAsync(new CSIDriver { Metadata = new ObjectMeta { Name = Name }, Spec = change?.Invoke(spec) ?? spec }, CancellationToken.None);
    }

    protected async Task DeleteAsync(string pod)
    {
        await Node.Pods.DeleteAsync("default", pod, null, CancellationToken.None);
        await Node.WaitAsync(pod, found => found is null);
    }

    /// <summary>Makes a persistent volume and a claim of 1Gi that is bound to it.</summary>
    protected async Task<PersistentVolumeClaim> BindAsync(string claim, string handle, Func<CSIPersistentVolumeSource, CSIPersistentVolumeSource>? change = null, string size = "1Gi", bool isBlock = false)
    {
        var mode = isBlock ? "Block" : "Filesystem";
        var csi = new CSIPersistentVolumeSource { Driver = Name, VolumeHandle = handle };
        var created = await Node.Api.Resource<PersistentVolumeClaim>().CreateAsync(
            new PersistentVolumeClaim
            {
                Metadata = new ObjectMeta { Namespace = "default", Name = claim },
                Spec = new PersistentVolumeClaimSpec { AccessModes = ["ReadWriteOnce"], VolumeName = "pv-" + handle, VolumeMode = mode },
                Status = new PersistentVolumeClaimStatus { Phase = "Bound", Capacity = new Dictionary<string, Quantity> { ["storage"] = new("1Gi") } },
            },
            CancellationToken.None);
        await Node.Api.Resource<PersistentVolume>().CreateAsync(
            new PersistentVolume
            {
                Metadata = new ObjectMeta { Name = "pv-" + handle },
                Spec = new PersistentVolumeSpec
                {
                    AccessModes = ["ReadWriteOnce"],
                    VolumeMode = mode,
                    Capacity = new Dictionary<string, Quantity> { ["storage"] = new(size) },
                    MountOptions = isBlock ? [] : ["noatime"],
                    ClaimRef = new ObjectReference { Namespace = "default", Name = claim, Uid = created.Metadata.Uid },
                    Csi = change?.Invoke(csi) ?? csi,
                },
            },
            CancellationToken.None);
        return created;
    }
}
