using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.StorageV1;
using Kite.ControlPlane.Controllers.Requests;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Controllers.VolumeAttributesClasses;

/// <summary>Keeps classes of volumes' attributes from going while a claim or a volume has one, or is to get it.</summary>
internal sealed class VolumeAttributesClassProtectionController(IApiClient client) : IController
{
    private ILister<VolumeAttributesClass> classes = null!;
    private ILister<PersistentVolumeClaim> claims = null!;
    private ILister<PersistentVolume> volumes = null!;

    /// <inheritdoc/>
    public string Name => "volumeattributesclass-protection";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["volumeattributesclasses.storage.k8s.io", "persistentvolumeclaims", "persistentvolumes"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["volumeattributesclasses.storage.k8s.io"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var classInformer = informers.For<VolumeAttributesClass>();
        var claimInformer = informers.For<PersistentVolumeClaim>();
        var volumeInformer = informers.For<PersistentVolume>();
        (classes, claims, volumes) = (classInformer.Lister, claimInformer.Lister, volumeInformer.Lister);
        classInformer.OnChange(change => queue.Add(ObjectKey.Of(change.Object)));
        // One that goes may have been kept by what another object said before.
        claimInformer.OnChange(_ => AddGoing(queue));
        volumeInformer.OnChange(_ => AddGoing(queue));
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (classes.Get(key) is not { } found) return null;
        var isGoing = found.Metadata.DeletionTimestamp is not null;
        if (Finalizers.With(found.Metadata, VolumeAnnotations.AttributesClassProtection, !isGoing) is not { } finalizers) return null;
        if (isGoing && await IsUsedAsync(key.Name, cancellationToken)) return null;
        await client.Resource<VolumeAttributesClass>().UpdateAsync(found with { Metadata = found.Metadata with { Finalizers = finalizers } }, cancellationToken);
        return null;
    }

    private void AddGoing(IWorkQueue<ObjectKey> queue)
    {
        foreach (var going in classes.List().Where(item => item.Metadata.DeletionTimestamp is not null)) queue.Add(ObjectKey.Of(going));
    }

    private async Task<bool> IsUsedAsync(string name, CancellationToken cancellationToken)
    {
        if (claims.List().Any(claim => Uses(claim, name)) || volumes.List().Any(volume => Uses(volume, name))) return true;
        // The copies may miss a claim that has just come: the server has the last word.
        var all = await client.Resource<PersistentVolumeClaim>().ListAsync(null, ListQuery.All, cancellationToken);
        return all.Items.Any(claim => Uses(claim, name));
    }

    private static bool Uses(PersistentVolume volume, string name) => volume.Spec.VolumeAttributesClassName == name;

    private static bool Uses(PersistentVolumeClaim claim, string name) => claim.Spec.VolumeAttributesClassName == name
        || claim.Status.CurrentVolumeAttributesClassName == name || claim.Status.ModifyVolumeStatus?.TargetVolumeAttributesClassName == name;
}
