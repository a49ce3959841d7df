using Grpc.Core;
using Kite.Api.Client;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.Api.Models.StorageV1;

namespace Kite.IntegrationTests.Agent;

/// <summary>Volumes of a real driver on real sockets, which really mounts them.</summary>
[TestFixture]
internal sealed class CsiOnDockerTests : CsiTest
{
    [Test]
    public async Task A_driver_shows_in_the_nodes_CSINode_labels_and_annotation_while_it_is_there()
    {
        Driver = MakeDriver(options => options with { MostVolumes = 7, Topology = new Dictionary<string, string> { ["topology.kite.io/rack"] = "r1" } });
        await Driver.StartAsync();
        await UntilRegisteredAsync();
        var csiNode = await Node.Api.Resource<CSINode>().GetAsync(null, Node.Name, CancellationToken.None);
        var owner = await Node.Api.Resource<Node>().GetAsync(null, Node.Name, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(csiNode.Spec.Drivers.Single(), Is.EqualTo(new CSINodeDriver { Name = Name, NodeID = "node-1", TopologyKeys = ["topology.kite.io/rack"], Allocatable = new VolumeNodeResources { Count = 7 } }));
            Assert.That(csiNode.Metadata.OwnerReferences.Single().Uid, Is.EqualTo(owner.Metadata.Uid));
            Assert.That(owner.Metadata.Labels["topology.kite.io/rack"], Is.EqualTo("r1"));
            Assert.That(owner.Metadata.Annotations["csi.volume.kubernetes.io/nodeid"], Is.EqualTo($"{{\"{Name}\":\"node-1\"}}"));
        });
        await Driver.DisposeAsync();
        await Eventually.Holds(async () => (await Node.Api.Resource<CSINode>().GetAsync(null, Node.Name, CancellationToken.None)).Spec.Drivers.Count == 0);
        await Eventually.Holds(async () => !(await Node.Api.Resource<Node>().GetAsync(null, Node.Name, CancellationToken.None)).Metadata.Annotations.ContainsKey("csi.volume.kubernetes.io/nodeid"));
    }

    [Test]
    public async Task A_driver_of_another_version_is_told_that_it_is_not_taken()
    {
        Driver = MakeDriver(options => options with { Versions = ["0.3.0"] });
        await Driver.StartAsync();
        await Eventually.Holds(() => Driver.Registration is not null);
        Assert.That(Driver.Registration!.Value.IsRegistered, Is.False);
        Assert.That(Driver.Registration.Value.Error, Does.Contain("none of the CSI versions [0.3.0] reported by this driver are supported"));
    }

    [Test]
    public async Task A_claimed_volume_is_staged_once_published_to_each_pod_and_given_back_after_the_last()
    {
        await Driver.StartAsync();
        await DescribeDriverAsync();
        await BindAsync("data", "vol-1");
        await Node.CreateAsync("one", "echo hello > /data/file; sleep 1000", Mounting, Using("data"));
        await Node.WaitAsync("one", DockerNode.IsReady);
        await Eventually.Holds(() => File.Exists(Path.Combine(Driver.DirectoryOf("vol-1"), "file")));
        await Node.CreateAsync("two", "cat /data/file; sleep 1000", Mounting, Using("data"));
        await Node.WaitAsync("two", DockerNode.IsReady);
        await DeleteAsync("one");
        await UntilCallsAsync("NodeStageVolume", "NodePublishVolume", "NodePublishVolume", "NodeUnpublishVolume");
        await DeleteAsync("two");
        await UntilCallsAsync("NodeStageVolume", "NodePublishVolume", "NodePublishVolume", "NodeUnpublishVolume", "NodeUnpublishVolume", "NodeUnstageVolume");
        Assert.That(File.ReadAllText(Path.Combine(Driver.DirectoryOf("vol-1"), "file")), Is.EqualTo("hello\n"), "nothing of the volume is lost");
        await Eventually.Holds(() => Directory.GetDirectories(Path.Combine(Kubelet, "plugins/kubernetes.io/csi", Name)).Length == 0);
    }

    [Test]
    public async Task A_driver_gets_secrets_attributes_options_and_facts_of_the_pod()
    {
        await Driver.StartAsync();
        await DescribeDriverAsync(spec => spec with { PodInfoOnMount = true });
        await Node.Api.Resource<Secret>().CreateAsync(new Secret { Metadata = new ObjectMeta { Namespace = "vault", Name = "stage" }, Data = new Dictionary<string, byte[]> { ["key"] = "one"u8.ToArray() } }, CancellationToken.None);
        await Node.Api.Resource<Secret>().CreateAsync(new Secret { Metadata = new ObjectMeta { Namespace = "vault", Name = "publish" }, Data = new Dictionary<string, byte[]> { ["key"] = "two"u8.ToArray() } }, CancellationToken.None);
        await BindAsync("data", "vol-1", csi => csi with
        {
            FsType = "ext4",
            VolumeAttributes = new Dictionary<string, string> { ["tier"] = "gold" },
            NodeStageSecretRef = new SecretReference { Namespace = "vault", Name = "stage" },
            NodePublishSecretRef = new SecretReference { Namespace = "vault", Name = "publish" },
        });
        await Node.CreateAsync("one", "sleep 1000", Mounting, Using("data"));
        var pod = await Node.WaitAsync("one", DockerNode.IsReady);
        var stage = Driver.Calls.Single(call => call.StartsWith("NodeStageVolume", StringComparison.Ordinal));
        var publish = Driver.Calls.Single(call => call.StartsWith("NodePublishVolume", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(stage, Does.Contain("\"key\": \"one\"").And.Contain("\"tier\": \"gold\"").And.Contain("\"fsType\": \"ext4\"").And.Contain("\"mountFlags\": [ \"noatime\" ]").And.Contain("SINGLE_NODE_WRITER"));
            Assert.That(publish, Does.Contain("\"key\": \"two\"").And.Contain("\"csi.storage.k8s.io/pod.name\": \"one\"").And.Contain($"\"csi.storage.k8s.io/pod.uid\": \"{pod.Metadata.Uid}\"").And.Contain("\"csi.storage.k8s.io/ephemeral\": \"false\""));
        });
    }

    [Test]
    public async Task A_volume_that_has_to_be_attached_waits_for_it_and_is_in_use_until_it_is_given_back()
    {
        await Driver.StartAsync();
        await DescribeDriverAsync(spec => spec with { AttachRequired = true });
        await BindAsync("data", "vol-1");
        await Node.CreateAsync("one", "sleep 1000", Mounting, Using("data"));
        var unique = $"kubernetes.io/csi/{Name}^vol-1";
        await Eventually.Holds(async () => (await Node.Api.Resource<Node>().FindAsync(null, Node.Name, CancellationToken.None))?.Status.VolumesInUse.Contains(unique) is true);
        Assert.That(Calls(), Is.Empty);
        var attachment = "csi-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes("vol-1" + Name + Node.Name)));
        await Node.Api.Resource<VolumeAttachment>().CreateAsync(
            new VolumeAttachment
            {
                Metadata = new ObjectMeta { Name = attachment },
                Spec = new VolumeAttachmentSpec { Attacher = Name, NodeName = Node.Name, Source = new VolumeAttachmentSource { PersistentVolumeName = "pv-vol-1" } },
                Status = new VolumeAttachmentStatus { Attached = true, AttachmentMetadata = new Dictionary<string, string> { ["device"] = "/dev/sdz" } },
            },
            CancellationToken.None);
        await Node.Api.Resource<Node>().PatchAsync(null, Node.Name, Patch.Merge($"{{\"status\":{{\"volumesAttached\":[{{\"name\":\"{unique}\",\"devicePath\":\"\"}}]}}}}"), CancellationToken.None, "status");
        await Node.WaitAsync("one", DockerNode.IsReady);
        Assert.That(Driver.Calls.First(call => call.StartsWith("NodeStage", StringComparison.Ordinal)), Does.Contain("\"device\": \"/dev/sdz\""));
        await DeleteAsync("one");
        await Eventually.Holds(async () => (await NodeAsync()).Status.VolumesInUse.Count == 0);
    }

    [Test]
    public async Task A_pod_describes_a_volume_of_its_own_where_the_driver_supports_that()
    {
        await Driver.StartAsync();
        await DescribeDriverAsync();
        await Node.CreateAsync("one", "sleep 1000", Mounting, spec => spec with { Volumes = [new Volume { Name = "data", Csi = new CSIVolumeSource { Driver = Name } }] });
        await Node.WaitForEventAsync("FailedMount", $"MountVolume.SetUp failed for volume \"data\" : kubernetes.io/csi: mounter.SetUpAt failed to check volume lifecycle mode: volume mode \"Ephemeral\" not supported by driver {Name} (only supports [\"Persistent\"])");
        var facts = await Node.Api.Resource<CSIDriver>().GetAsync(null, Name, CancellationToken.None);
        await Node.Api.Resource<CSIDriver>().UpdateAsync(facts with { Spec = facts.Spec with { VolumeLifecycleModes = ["Persistent", "Ephemeral"], PodInfoOnMount = true } }, CancellationToken.None);
        await Node.WaitAsync("one", DockerNode.IsReady);
        Assert.That(Driver.Calls[^1], Does.StartWith("NodePublishVolume csi-").And.Contain("\"csi.storage.k8s.io/ephemeral\": \"true\""));
        await DeleteAsync("one");
        await UntilCallsAsync("NodePublishVolume", "NodeUnpublishVolume");
    }

    [Test]
    public async Task A_driver_that_is_missing_or_fails_is_told_on_the_pod_and_tried_again()
    {
        await DescribeDriverAsync();
        await BindAsync("data", "vol-1");
        await Node.CreateAsync("one", "sleep 1000", Mounting, Using("data"));
        await Node.WaitForEventAsync("FailedMount", $"MountVolume.MountDevice failed for volume \"pv-vol-1\" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name {Name} not found in the list of registered CSI drivers");
        Driver.Fail("NodeStageVolume", StatusCode.Internal, "no such disk");
        await Driver.StartAsync();
        await Node.WaitForEventAsync("FailedMount", "MountVolume.MountDevice failed for volume \"pv-vol-1\" : rpc error: code = Internal desc = no such disk");
        Driver.Fail("NodeStageVolume", StatusCode.OK);
        await Node.WaitAsync("one", DockerNode.IsReady);
    }

    [Test]
    public async Task A_claim_that_has_grown_grows_on_the_node_and_says_so()
    {
        await Driver.StartAsync();
        await DescribeDriverAsync();
        await BindAsync("data", "vol-1", size: "2Gi");
        await Node.CreateAsync("one", "sleep 1000", Mounting, Using("data"));
        await Node.WaitAsync("one", DockerNode.IsReady);
        Assert.That(Driver.Calls[^1], Does.StartWith("NodeExpandVolume vol-1").And.Contain("\"requiredBytes\": \"2147483648\""));
        var grown = await Node.Api.Resource<PersistentVolumeClaim>().GetAsync("default", "data", CancellationToken.None);
        Assert.That(grown.Status.Capacity["storage"].Text, Is.EqualTo("2Gi"));
        await Node.WaitForEventAsync("FileSystemResizeSuccessful", $"MountVolume.NodeExpandVolume succeeded for volume \"pv-vol-1\" {Node.Name}");
    }

    [Test]
    public async Task A_volume_that_is_a_device_is_one_in_the_container()
    {
        await Driver.StartAsync();
        await DescribeDriverAsync();
        await BindAsync("data", "vol-1", isBlock: true);
        await Node.CreateAsync(
            "one", "[ -b /dev/xvda ] && echo -n abc > /dev/xvda && sleep 1000", container => container with { VolumeDevices = [new VolumeDevice { Name = "data", DevicePath = "/dev/xvda" }] }, Using("data"));
        await Node.WaitAsync("one", DockerNode.IsReady);
        await DeleteAsync("one");
        await UntilCallsAsync("NodeStageVolume", "NodePublishVolume", "NodeUnpublishVolume", "NodeUnstageVolume");
        Assert.That(File.ReadAllText(Driver.DirectoryOf("vol-1") + ".img"), Does.StartWith("abc"));
    }

    [Test]
    public async Task What_a_node_that_was_stopped_left_mounted_is_used_on_and_given_back()
    {
        await Driver.StartAsync();
        await DescribeDriverAsync();
        await BindAsync("data", "vol-1");
        await BindAsync("other", "vol-2");
        await Node.CreateAsync("stays", "sleep 1000", Mounting, Using("data"));
        await Node.CreateAsync("goes", "trap 'exit 0' TERM; sleep 1000 & wait", Mounting, Using("other"));
        await Node.WaitAsync("stays", DockerNode.IsReady);
        await Node.WaitAsync("goes", DockerNode.IsReady);
        await Node.StopAsync();
        await Node.Pods.DeleteAsync("default", "goes", new DeleteOptions { GracePeriodSeconds = 0 }, CancellationToken.None);
        await Node.StartAsync();
        await UntilCalledAsync("NodeUnstageVolume vol-2");
        Assert.That(Driver.Calls.Any(call => call.StartsWith("NodeUn", StringComparison.Ordinal) && call.Contains("vol-1", StringComparison.Ordinal)), Is.False);
        await DeleteAsync("stays");
        await UntilCalledAsync("NodeUnstageVolume vol-1");
    }

    [Test]
    public async Task What_a_driver_mounts_in_its_container_is_there_on_the_node()
    {
        await Node.CreateAsync(
            "driver",
            "busybox mkdir -p /kubelet/plugins/made && busybox mount -t tmpfs tmpfs /kubelet/plugins/made && echo here > /kubelet/plugins/made/file && sleep 1000",
            container => container with
            {
                VolumeMounts = [new VolumeMount { Name = "kubelet", MountPath = "/kubelet", MountPropagation = "Bidirectional" }],
                SecurityContext = new SecurityContext { Capabilities = new Capabilities { Add = ["SYS_ADMIN"] } },
            },
            spec => spec with { Volumes = [new Volume { Name = "kubelet", HostPath = new HostPathVolumeSource { Path = Kubelet } }] });
        await Eventually.Holds(() => File.Exists(Path.Combine(Kubelet, "plugins/made/file")));
    }
}
