using Kite.Agent.Network.Commands;
using Kite.Agent.Volumes.Usage;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.IntegrationTests.Agent.Network;

namespace Kite.IntegrationTests.Agent;

/// <summary>Volumes on a block device of the node: a loop device.</summary>
[TestFixture]
[RootOnly]
[Category("Docker")]
internal sealed class LocalVolumesOnDockerTests
{
    private readonly string file = Path.GetTempFileName();
    private DockerNode node = null!;
    private string device = "";

    private string Mounted => Path.Combine(node.Directory, "kubelet/plugins/kubernetes.io/local-volume/mounts/disk");

    [OneTimeSetUp]
    public async Task Import() => await DockerNode.ImportImageAsync();

    [SetUp]
    public async Task SetUp()
    {
        await using (var stream = File.OpenWrite(file)) stream.SetLength(16 << 20);
        device = await RunAsync("losetup", "--find", "--show", file);
        node = new DockerNode();
        await node.StartAsync();
        var claim = await node.Api.Resource<PersistentVolumeClaim>().CreateAsync(
            new PersistentVolumeClaim
            {
                Metadata = new ObjectMeta { Namespace = "default", Name = "data" },
                Spec = new PersistentVolumeClaimSpec { AccessModes = ["ReadWriteOnce"], VolumeName = "disk" },
                Status = new PersistentVolumeClaimStatus { Phase = "Bound" },
            },
            CancellationToken.None);
        await node.Api.Resource<PersistentVolume>().CreateAsync(
            new PersistentVolume
            {
                Metadata = new ObjectMeta { Name = "disk" },
                Spec = new PersistentVolumeSpec
                {
                    AccessModes = ["ReadWriteOnce"],
                    ClaimRef = new ObjectReference { Namespace = "default", Name = "data", Uid = claim.Metadata.Uid },
                    Local = new LocalVolumeSource { Path = device },
                },
            },
            CancellationToken.None);
    }

    [TearDown]
    public async Task TearDown()
    {
        await node.DisposeAsync();
        await RunAsync("losetup", "--detach", device);
        File.Delete(file);
    }

    [Test]
    public async Task An_empty_device_gets_a_file_system_that_is_mounted_once_and_unmounted_after_the_last_pod()
    {
        var one = await CreateAsync("one", 3000);
        await Eventually.Holds(() => File.Exists(Path.Combine(Mounted, "one")));
        await CreateAsync("two", 4000);
        await Eventually.Holds(() => File.Exists(Path.Combine(Mounted, "two")));
        await node.WaitForEventAsync("AlreadyMountedVolume", "The requested fsGroup is 4000, but the volume disk has GID 3000. The volume may not be shareable.");
        var usage = await node.Part<VolumeMeter>().OfAsync(one, one.Spec.Volumes[0], CancellationToken.None);
        Assert.That(usage!.CapacityBytes, Is.InRange(8 << 20, 16 << 20), "it has a file system of its own");

        await node.Pods.DeleteAsync("default", "one", null, CancellationToken.None);
        await Eventually.Holds(() => !Directory.Exists(Path.Combine(node.Directory, "kubelet/pods", one.Metadata.Uid)));
        Assert.That(File.Exists(Path.Combine(Mounted, "two")), Is.True);
        await node.Pods.DeleteAsync("default", "two", null, CancellationToken.None);
        await Eventually.Holds(() => !Directory.Exists(Mounted));

        await CreateAsync("three", 3000);
        await Eventually.Holds(() => File.Exists(Path.Combine(Mounted, "three")) && File.Exists(Path.Combine(Mounted, "one")));
    }

    private async Task<Pod> CreateAsync(string name, long group)
    {
        await node.CreateAsync(name, $"touch /data/{name}; sleep 1000", container => container with { VolumeMounts = [new VolumeMount { Name = "data", MountPath = "/data" }] }, spec => spec with
        {
            SecurityContext = new PodSecurityContext { FsGroup = group },
            Volumes = [new Volume { Name = "data", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "data" } }],
        });
        return await node.WaitAsync(name, KubeletNode.IsReady);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await new ProcessCommandRunner().RunAsync(program, arguments, null, CancellationToken.None);
        return result.Succeeded ? result.Output.Trim() : throw new AssertionException($"{program}: {result.Error}");
    }
}
