using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.Requests;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Controllers.PersistentVolumes;

/// <summary>Keeps volumes from going while a claim is bound to them.</summary>
internal sealed class VolumeProtectionController(IApiClient client) : IController
{
    private ILister<PersistentVolume> volumes = null!;

    /// <inheritdoc/>
    public string Name => "persistentvolume-protection";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["persistentvolumes"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["persistentvolumes"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var informer = informers.For<PersistentVolume>();
        volumes = informer.Lister;
        informer.OnChange(change => queue.Add(ObjectKey.Of(change.Object)));
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (volumes.Get(key) is not { } volume) return null;
        var isGoing = volume.Metadata.DeletionTimestamp is not null;
        if (isGoing && volume.Status.Phase == "Bound") return null;
        var finalizers = Finalizers.With(volume.Metadata, VolumeAnnotations.VolumeProtection, !isGoing);
        if (finalizers is not null) await client.Resource<PersistentVolume>().UpdateAsync(volume with { Metadata = volume.Metadata with { Finalizers = finalizers } }, cancellationToken);
        return null;
    }
}
