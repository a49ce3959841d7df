using Kite.Api.Models.CoreV1;
using Kite.Api.Models.StorageV1;
using Kite.ControlPlane.Controllers.VolumeAttributesClasses;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.VolumeAttributesClasses;

[TestFixture]
internal sealed class VolumeAttributesClassProtectionTests
{
    private World world = null!;

    [SetUp]
    public async Task SetUp()
    {
        world = new World();
        world.With(new VolumeAttributesClassProtectionController(world.Client));
        await world.Create(new VolumeAttributesClass { Metadata = new() { Name = "fast" } });
        await world.Settle();
    }

    [Test]
    public async Task A_class_stays_until_no_claim_has_it_or_is_to_get_it()
    {
        Assert.That((await world.Get<VolumeAttributesClass>("", "fast")).Metadata.Finalizers, Is.EqualTo(new[] { "kubernetes.io/vac-protection" }));
        var claim = await world.Create(new PersistentVolumeClaim { Metadata = new() { Namespace = "default", Name = "data" }, Spec = new PersistentVolumeClaimSpec { VolumeAttributesClassName = "fast" } });
        await world.Settle();
        await world.Delete(await world.Get<VolumeAttributesClass>("", "fast"));
        await world.Settle();
        Assert.That(await world.All<VolumeAttributesClass>(), Has.Count.EqualTo(1));
        await world.Delete(claim);
        await world.Settle();
        Assert.That(await world.All<VolumeAttributesClass>(), Is.Empty);
    }

    [Test]
    public async Task A_class_stays_while_a_volume_has_it()
    {
        var volume = await world.Create(new PersistentVolume { Metadata = new() { Name = "v" }, Spec = new PersistentVolumeSpec { VolumeAttributesClassName = "fast" } });
        await world.Settle();
        await world.Delete(await world.Get<VolumeAttributesClass>("", "fast"));
        await world.Settle();
        Assert.That(await world.All<VolumeAttributesClass>(), Has.Count.EqualTo(1));
        await world.Delete(volume);
        await world.Settle();
        Assert.That(await world.All<VolumeAttributesClass>(), Is.Empty);
    }
}
