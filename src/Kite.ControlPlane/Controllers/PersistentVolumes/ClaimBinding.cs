using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.StorageV1;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Controllers.PersistentVolumes;

/// <summary>Brings one claim to its volume.</summary>
internal sealed class ClaimBinding(ILister<PersistentVolume> volumes, ILister<StorageClass> classes, BindingWriter writer, IEventRecorder events)
{
    /// <summary>Takes the claim one step further.</summary>
    internal Task SyncAsync(PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        if (claim.Metadata.Annotations.ContainsKey(VolumeAnnotations.BindCompleted)) return SyncBoundAsync(claim, cancellationToken);
        return string.IsNullOrEmpty(claim.Spec.VolumeName) ? SyncUnboundAsync(claim, cancellationToken) : SyncChosenAsync(claim, cancellationToken);
    }

    private async Task SyncBoundAsync(PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(claim.Spec.VolumeName))
            await writer.SetLostAsync(claim, "ClaimLost", "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!", cancellationToken);
        else if (VolumeOf(claim) is not { } volume)
            await writer.SetLostAsync(claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!", cancellationToken);
        else if (volume.Spec.ClaimRef is null || volume.Spec.ClaimRef.Uid == claim.Metadata.Uid)
            await writer.BindAsync(volume, claim, cancellationToken);
        else
            await writer.SetLostAsync(claim, "ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly", cancellationToken);
    }

    /// <summary>The user, or a provisioner, has chosen the volume.</summary>
    private async Task SyncChosenAsync(PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        var volume = VolumeOf(claim);
        if (volume is not null && (volume.Spec.ClaimRef is null || volume.IsReservedFor(claim)))
        {
            var mismatch = volume.Spec.ClaimRef is null ? VolumeMatching.Mismatch(claim, volume) : null;
            if (mismatch is null)
            {
                await writer.BindAsync(volume, claim, cancellationToken);
                return;
            }
            Warn(claim, "VolumeMismatch", $"Cannot bind to requested volume \"{volume.Metadata.Name}\": {mismatch}");
        }
        else if (volume is not null)
        {
            Warn(claim, "FailedBinding", $"volume \"{volume.Metadata.Name}\" already bound to a different claim.");
        }
        await writer.SetPhaseAsync(claim, "Pending", null, cancellationToken);
    }

    private async Task SyncUnboundAsync(PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        if (claim.Spec.StorageClassName is null && !claim.Metadata.Annotations.ContainsKey(VolumeAnnotations.StorageClassBeta) && DefaultClass() is { } byDefault)
            claim = await writer.SetClassAsync(claim, byDefault, cancellationToken);
        var storageClass = classes.Get(new ObjectKey("", claim.ClassName()));
        var isWaiting = storageClass.IsDelayed() && !claim.Metadata.Annotations.ContainsKey(VolumeAnnotations.SelectedNode);
        // Which volume a claim of such a class gets is for the scheduler to say, who knows the pod's node.
        if (VolumeMatching.Find(claim, volumes.List(), _ => true, storageClass.IsDelayed()) is { } volume)
        {
            await writer.BindAsync(volume, claim, cancellationToken);
            return;
        }
        if (isWaiting) events.Record(ObjectReferences.To(claim), EventTypes.Normal, "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
        else if (claim.ClassName().Length > 0) claim = await ProvisionAsync(claim, storageClass, cancellationToken);
        else events.Record(ObjectReferences.To(claim), EventTypes.Normal, "FailedBinding", "no persistent volumes available for this claim and no storage class is set");
        await writer.SetPhaseAsync(claim, "Pending", null, cancellationToken);
    }

    private async Task<PersistentVolumeClaim> ProvisionAsync(PersistentVolumeClaim claim, StorageClass? storageClass, CancellationToken cancellationToken)
    {
        if (storageClass is null)
        {
            Warn(claim, "ProvisioningFailed", $"storageclass.storage.k8s.io \"{claim.ClassName()}\" not found");
            return claim;
        }
        if (storageClass.Provisioner == VolumeAnnotations.NoProvisioner)
        {
            Warn(claim, "ProvisioningFailed", $"no volume plugin matched name: {storageClass.Provisioner}");
            return claim;
        }
        claim = await writer.SetProvisionerAsync(claim, storageClass.Provisioner, cancellationToken);
        events.Record(
            ObjectReferences.To(claim), EventTypes.Normal, "ExternalProvisioning",
            $"Waiting for a volume to be created either by the external provisioner '{storageClass.Provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.");
        return claim;
    }

    private string? DefaultClass() => classes.List()
        .Where(item => item.Metadata.Annotations.GetValueOrDefault("storageclass.kubernetes.io/is-default-class") == "true")
        .OrderByDescending(item => item.Metadata.CreationTimestamp).ThenBy(item => item.Metadata.Name, StringComparer.Ordinal).FirstOrDefault()?.Metadata.Name;

    private PersistentVolume? VolumeOf(PersistentVolumeClaim claim) => volumes.Get(new ObjectKey("", claim.Spec.VolumeName ?? ""));

    private void Warn(PersistentVolumeClaim claim, string reason, string message) => events.Record(ObjectReferences.To(claim), EventTypes.Warning, reason, message);
}
