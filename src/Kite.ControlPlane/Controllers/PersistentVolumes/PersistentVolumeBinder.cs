using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.StorageV1;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Controllers.PersistentVolumes;

/// <summary>Binds claims and volumes to each other, hands claims without a volume on to provisioners, and lets volumes go. Keys with a namespace are claims, those without are volumes.</summary>
internal sealed class PersistentVolumeBinder(IApiClient client, IEventRecorderFactory recorders, TimeProvider time) : IController
{
    private ILister<PersistentVolumeClaim> claims = null!;
    private ILister<PersistentVolume> volumes = null!;
    private ClaimBinding binding = null!;
    private VolumePhases phases = null!;

    /// <inheritdoc/>
    public string Name => "persistentvolume-binder";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["persistentvolumeclaims", "persistentvolumes", "storageclasses.storage.k8s.io"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["persistentvolumeclaims", "persistentvolumeclaims/status", "persistentvolumes", "persistentvolumes/status"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var (claimInformer, volumeInformer, classInformer) = (informers.For<PersistentVolumeClaim>(), informers.For<PersistentVolume>(), informers.For<StorageClass>());
        (claims, volumes) = (claimInformer.Lister, volumeInformer.Lister);
        var events = recorders.For("persistentvolume-controller");
        var writer = new BindingWriter(client, events, time);
        binding = new ClaimBinding(volumes, classInformer.Lister, writer, events);
        phases = new VolumePhases(client, claims, writer, events, queue);
        claimInformer.OnChange(change => OnClaim(change, queue));
        volumeInformer.OnChange(change => OnVolume(change, queue));
        classInformer.OnChange(change =>
        {
            foreach (var claim in claims.List())
                if (string.IsNullOrEmpty(claim.Spec.VolumeName) && (claim.Spec.StorageClassName is null || claim.ClassName() == change.Object.Metadata.Name)) queue.Add(ObjectKey.Of(claim));
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (key.Namespace.Length == 0)
        {
            if (volumes.Get(key) is { } volume) await phases.SyncAsync(volume, cancellationToken);
        }
        else if (claims.Get(key) is { } claim)
        {
            await binding.SyncAsync(claim, cancellationToken);
        }
        return null;
    }

    private void OnClaim(InformerEvent<PersistentVolumeClaim> change, IWorkQueue<ObjectKey> queue)
    {
        queue.Add(ObjectKey.Of(change.Object));
        if (change.Object.Spec.VolumeName is { Length: > 0 } name) queue.Add(new ObjectKey("", name));
        // A volume may be reserved for a claim that never learned of it.
        if (change.Type is not WatchEventType.Deleted) return;
        foreach (var volume in volumes.List())
            if (volume.Spec.ClaimRef?.Uid == change.Object.Metadata.Uid) queue.Add(ObjectKey.Of(volume));
    }

    private void OnVolume(InformerEvent<PersistentVolume> change, IWorkQueue<ObjectKey> queue)
    {
        var volume = change.Object;
        queue.Add(ObjectKey.Of(volume));
        foreach (var claim in claims.List())
        {
            var isConcerned = claim.Spec.VolumeName == volume.Metadata.Name || volume.IsReservedFor(claim)
                || (string.IsNullOrEmpty(claim.Spec.VolumeName) && volume.Spec.ClaimRef is null && claim.ClassName() == volume.ClassName() && change.Type is not WatchEventType.Deleted);
            if (isConcerned) queue.Add(ObjectKey.Of(claim));
        }
    }
}
