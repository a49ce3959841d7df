using Kite.Api.Models.CoreV1;
using Kite.Api.Models.StorageV1;
using Kite.ControlPlane.Controllers.VolumeAttachments;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.VolumeAttachments;

[TestFixture]
internal sealed class AttachDetachControllerTests
{
    private const string InUse = "kubernetes.io/csi/disk.test^d1";
    private World world = null!;

    [SetUp]
    public async Task SetUp()
    {
        world = new World();
        world.With(new AttachDetachController(world.Client, world.Events, world.Time));
        await world.Create(Node("n1"));
        await world.Create(new PersistentVolume { Metadata = new() { Name = "v1" }, Spec = new PersistentVolumeSpec { AccessModes = ["ReadWriteOnce"], ClaimRef = new ObjectReference { Namespace = "default", Name = "data" }, Csi = new CSIPersistentVolumeSource { Driver = "disk.test", VolumeHandle = "d1" } } });
        await world.Create(new PersistentVolumeClaim { Metadata = new() { Namespace = "default", Name = "data" }, Spec = new PersistentVolumeClaimSpec { VolumeName = "v1" } });
    }

    [Test]
    public async Task A_node_is_told_what_is_attached_to_it_and_keeps_what_it_says_it_uses()
    {
        await world.Create(Pod("user"));
        await world.Settle();
        var attachment = (await world.All<VolumeAttachment>()).Single();
        Assert.That(attachment.Spec.NodeName, Is.EqualTo("n1"));
        Assert.That((await NodeAsync()).Status.VolumesAttached, Is.Empty);

        await world.Update(attachment with { Status = new VolumeAttachmentStatus { Attached = true } }, "status");
        await world.Settle();
        Assert.That((await NodeAsync()).Status.VolumesAttached.Select(volume => volume.Name), Is.EqualTo(new[] { InUse }));

        var node = await NodeAsync();
        await world.Update(node with { Status = node.Status with { VolumesInUse = [InUse] } }, "status");
        await world.Settle();
        await world.Delete(await world.Get<Pod>("default", "user"));
        await world.Settle();
        Assert.That((await world.All<VolumeAttachment>()), Has.Count.EqualTo(1), "the kubelet still has it mounted");

        node = await NodeAsync();
        await world.Update(node with { Status = node.Status with { VolumesInUse = [] } }, "status");
        await world.Settle();
        Assert.That(await world.All<VolumeAttachment>(), Is.Empty);
        Assert.That((await NodeAsync()).Status.VolumesAttached, Is.Empty);
    }

    [Test]
    public async Task A_volume_of_a_node_that_is_out_of_service_is_taken_from_it()
    {
        await world.Create(Pod("user"));
        await world.Settle();
        var node = await NodeAsync();
        await world.Update(node with { Status = node.Status with { VolumesInUse = [InUse] } }, "status");
        node = await NodeAsync();
        await world.Update(node with { Spec = node.Spec with { Taints = [new Taint { Key = "node.kubernetes.io/out-of-service", Effect = "NoExecute" }] } });
        await world.Settle();
        await world.Delete(await world.Get<Pod>("default", "user"));
        await world.Settle();
        Assert.That(await world.All<VolumeAttachment>(), Is.Empty);
    }

    [Test]
    public async Task A_driver_that_attaches_nothing_isnt_asked_to()
    {
        await world.Create(new CSIDriver { Metadata = new() { Name = "disk.test" }, Spec = new CSIDriverSpec { AttachRequired = false } });
        await world.Create(Pod("user"));
        await world.Settle();
        Assert.That(await world.All<VolumeAttachment>(), Is.Empty);
    }

    private static Node Node(string name) => new() { Metadata = new() { Name = name }, Status = new NodeStatus { Conditions = [new NodeCondition { Type = "Ready", Status = "True" }] } };

    private static Pod Pod(string name) => new()
    {
        Metadata = new() { Namespace = "default", Name = name },
        Spec = new PodSpec { NodeName = "n1", Volumes = [new Volume { Name = "data", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "data" } }] },
    };

    private Task<Node> NodeAsync() => world.Get<Node>("", "n1");
}
