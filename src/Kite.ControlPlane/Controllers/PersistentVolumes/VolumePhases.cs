using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Controllers.PersistentVolumes;

/// <summary>Keeps the phase of one volume, and lets it go when its claim is gone.</summary>
internal sealed class VolumePhases(IApiClient client, ILister<PersistentVolumeClaim> claims, BindingWriter writer, IEventRecorder events, IWorkQueue<Api.Meta.ObjectKey> queue)
{
    /// <summary>Takes the volume one step further.</summary>
    internal async Task SyncAsync(PersistentVolume volume, CancellationToken cancellationToken)
    {
        if (volume.ClaimKey() is not { } key || string.IsNullOrEmpty(volume.Spec.ClaimRef!.Uid))
        {
            // Nobody's yet; where it is reserved, the claim itself binds it.
            await writer.SetPhaseAsync(volume, "Available", "", cancellationToken);
            return;
        }
        var claim = claims.Get(key);
        // The copy may be behind the volume: before a volume is let go, the server itself has to say that its claim is gone.
        if (claim?.Metadata.Uid != volume.Spec.ClaimRef.Uid) claim = await client.Resource<PersistentVolumeClaim>().FindAsync(key.Namespace, key.Name, cancellationToken);
        if (claim is null || claim.Metadata.Uid != volume.Spec.ClaimRef.Uid) await ReleaseAsync(volume, cancellationToken);
        else if (string.IsNullOrEmpty(claim.Spec.VolumeName)) SyncUnfinished(volume, claim);
        else if (claim.Spec.VolumeName == volume.Metadata.Name) await writer.SetPhaseAsync(volume, "Bound", "", cancellationToken);
        else if (volume.Metadata.Annotations.ContainsKey(VolumeAnnotations.ProvisionedBy) && volume.Spec.PersistentVolumeReclaimPolicy == "Delete") await ReleaseAsync(volume, cancellationToken);
        else await writer.UnbindAsync(volume, cancellationToken);
    }

    private void SyncUnfinished(PersistentVolume volume, PersistentVolumeClaim claim)
    {
        if (VolumeFacts.IsSameMode(claim, volume))
        {
            queue.Add(Api.Meta.ObjectKey.Of(claim));
            return;
        }
        events.Record(ObjectReferences.To(volume), EventTypes.Warning, "VolumeMismatch", "Cannot bind PersistentVolume to requested PersistentVolumeClaim due to incompatible volumeMode.");
        events.Record(ObjectReferences.To(claim), EventTypes.Warning, "VolumeMismatch", $"Cannot bind PersistentVolume \"{volume.Metadata.Name}\" to requested PersistentVolumeClaim \"{claim.Metadata.Name}\" due to incompatible volumeMode.");
    }

    private async Task ReleaseAsync(PersistentVolume volume, CancellationToken cancellationToken)
    {
        if (volume.Status.Phase is not ("Released" or "Failed")) volume = await writer.SetPhaseAsync(volume, "Released", "", cancellationToken);
        if (volume.Status.Phase == "Failed") return;
        switch (volume.Spec.PersistentVolumeReclaimPolicy)
        {
            case "Recycle":
                await FailAsync(volume, "VolumeFailedRecycle", "No recycler plugin found for the volume!", cancellationToken);
                break;
            // What a provisioner or a CSI driver made, it deletes itself.
            case "Delete" when volume.Spec.Csi is null && !volume.Metadata.Annotations.ContainsKey(VolumeAnnotations.ProvisionedBy):
                await FailAsync(volume, "VolumeFailedDelete", $"error getting deleter volume plugin for volume \"{volume.Metadata.Name}\": no deletable volume plugin matched", cancellationToken);
                break;
        }
    }

    private async Task FailAsync(PersistentVolume volume, string reason, string message, CancellationToken cancellationToken)
    {
        await writer.SetPhaseAsync(volume, "Failed", message, cancellationToken);
        events.Record(ObjectReferences.To(volume), EventTypes.Warning, reason, message);
    }
}
