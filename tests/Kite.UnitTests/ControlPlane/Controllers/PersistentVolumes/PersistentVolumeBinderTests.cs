using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.StorageV1;
using Kite.ControlPlane.Controllers.PersistentVolumes;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.PersistentVolumes;

[TestFixture]
internal sealed class PersistentVolumeBinderTests
{
    private World world = null!;

    [SetUp]
    public void SetUp()
    {
        world = new World();
        world.With(new PersistentVolumeBinder(world.Client, world.Events, world.Time));
    }

    [Test]
    public async Task A_claim_gets_the_smallest_volume_that_is_large_enough()
    {
        await world.Create(Volume("large", "10Gi"));
        await world.Create(Volume("small", "1Gi"));
        await world.Create(Volume("right", "5Gi"));
        await world.Create(Claim("data", "3Gi"));
        await world.Settle();
        var claim = await world.Get<PersistentVolumeClaim>("default", "data");
        var volume = await world.Get<PersistentVolume>("", "right");
        Assert.Multiple(() =>
        {
            Assert.That(claim.Spec.VolumeName, Is.EqualTo("right"));
            Assert.That(claim.Status.Phase, Is.EqualTo("Bound"));
            Assert.That(claim.Status.Capacity["storage"], Is.EqualTo(new Quantity("5Gi")));
            Assert.That(volume.Status.Phase, Is.EqualTo("Bound"));
            Assert.That(volume.Spec.ClaimRef!.Uid, Is.EqualTo(claim.Metadata.Uid));
        });
    }

    [Test]
    public async Task Two_claims_never_get_one_volume()
    {
        await world.Create(Volume("only", "1Gi"));
        await world.Create(Claim("a", "1Gi"));
        await world.Create(Claim("b", "1Gi"));
        await world.Settle();
        Assert.That((await world.All<PersistentVolumeClaim>()).Select(claim => claim.Status.Phase), Is.EquivalentTo(new[] { "Bound", "Pending" }));
    }

    [Test]
    public async Task A_volume_of_a_claim_that_is_gone_is_released_and_not_given_to_another()
    {
        await world.Create(Volume("v", "1Gi"));
        await world.Create(Claim("data", "1Gi"));
        await world.Settle();
        await world.Delete(await world.Get<PersistentVolumeClaim>("default", "data"));
        await world.Create(Claim("next", "1Gi"));
        await world.Settle();
        Assert.Multiple(async () =>
        {
            Assert.That((await world.Get<PersistentVolume>("", "v")).Status.Phase, Is.EqualTo("Released"));
            Assert.That((await world.Get<PersistentVolumeClaim>("default", "next")).Status.Phase, Is.EqualTo("Pending"));
        });
    }

    [Test]
    public async Task A_claim_whose_volume_is_gone_is_lost()
    {
        await world.Create(Volume("v", "1Gi"));
        await world.Create(Claim("data", "1Gi"));
        await world.Settle();
        await world.Delete(await world.Get<PersistentVolume>("", "v"));
        await world.Settle();
        Assert.That((await world.Get<PersistentVolumeClaim>("default", "data")).Status.Phase, Is.EqualTo("Lost"));
        Assert.That(world.Events.All, Has.Member("ClaimLost: Bound claim has lost its PersistentVolume. Data on the volume is lost!"));
    }

    [Test]
    public async Task A_claim_of_a_delayed_class_waits_for_its_pod_and_then_for_its_provisioner()
    {
        await world.Create(new StorageClass { Metadata = new() { Name = "fast" }, Provisioner = "example.com/disk", VolumeBindingMode = "WaitForFirstConsumer" });
        await world.Create(Claim("data", "1Gi", "fast"));
        await world.Settle();
        var claim = await world.Get<PersistentVolumeClaim>("default", "data");
        Assert.That(world.Events.All, Has.Member("WaitForFirstConsumer: waiting for first consumer to be created before binding"));
        Assert.That(claim.Metadata.Annotations, Does.Not.ContainKey("volume.kubernetes.io/storage-provisioner"));

        await world.Update(claim with { Metadata = claim.Metadata with { Annotations = new Dictionary<string, string> { ["volume.kubernetes.io/selected-node"] = "n1" } } });
        await world.Settle();
        Assert.That((await world.Get<PersistentVolumeClaim>("default", "data")).Metadata.Annotations["volume.kubernetes.io/storage-provisioner"], Is.EqualTo("example.com/disk"));
    }

    [Test]
    public async Task A_volume_that_the_user_chose_but_that_does_not_fit_is_refused_in_upstreams_words()
    {
        await world.Create(Volume("v", "1Gi"));
        var claim = Claim("data", "2Gi");
        await world.Create(claim with { Spec = claim.Spec with { VolumeName = "v" } });
        await world.Settle();
        Assert.That(world.Events.All, Has.Member("VolumeMismatch: Cannot bind to requested volume \"v\": requested PV is too small"));
    }

    private static PersistentVolume Volume(string name, string size) => new()
    {
        Metadata = new() { Name = name },
        Spec = new() { Capacity = Size(size), AccessModes = ["ReadWriteOnce"], PersistentVolumeReclaimPolicy = "Retain", HostPath = new() { Path = "/tmp" } },
        Status = new() { Phase = "Available" },
    };

    private static PersistentVolumeClaim Claim(string name, string size, string storageClass = "") => new()
    {
        Metadata = new() { Name = name, Namespace = "default" },
        Spec = new() { AccessModes = ["ReadWriteOnce"], StorageClassName = storageClass, Resources = new() { Requests = Size(size) } },
        Status = new() { Phase = "Pending" },
    };

    private static Dictionary<string, Quantity> Size(string size) => new() { ["storage"] = new(size) };
}
