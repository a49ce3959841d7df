using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Controllers.PersistentVolumes;

/// <summary>Writes the two halves of a binding; each write only where it says something new, and only onto the state that was looked at.</summary>
internal sealed class BindingWriter(IApiClient client, IEventRecorder events, TimeProvider time)
{
    private readonly IResourceClient<PersistentVolume> volumes = client.Resource<PersistentVolume>();
    private readonly IResourceClient<PersistentVolumeClaim> claims = client.Resource<PersistentVolumeClaim>();

    /// <summary>Binds both to each other: first the volume, so that nobody else gets it, then the claim.</summary>
    internal async Task BindAsync(PersistentVolume volume, PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        volume = await SetPhaseAsync(await ReserveAsync(volume, claim, cancellationToken), "Bound", "", cancellationToken);
        var annotations = new Dictionary<string, string>(claim.Metadata.Annotations) { [VolumeAnnotations.BindCompleted] = "yes" };
        if (string.IsNullOrEmpty(claim.Spec.VolumeName)) annotations[VolumeAnnotations.BoundByController] = "yes";
        if (claim.Spec.VolumeName != volume.Metadata.Name || !claim.IsFullyBound())
            claim = await claims.UpdateAsync(claim with { Metadata = claim.Metadata with { Annotations = annotations }, Spec = claim.Spec with { VolumeName = volume.Metadata.Name } }, cancellationToken);
        await SetPhaseAsync(claim, "Bound", volume, cancellationToken);
    }

    /// <summary>Takes a volume back from a claim that didn't get it.</summary>
    internal async Task UnbindAsync(PersistentVolume volume, CancellationToken cancellationToken)
    {
        var isOurs = volume.Metadata.Annotations.ContainsKey(VolumeAnnotations.BoundByController);
        var annotations = volume.Metadata.Annotations.Where(pair => pair.Key != VolumeAnnotations.BoundByController).ToDictionary();
        var reference = isOurs ? null : volume.Spec.ClaimRef! with { Uid = null! };
        volume = await volumes.UpdateAsync(volume with { Metadata = volume.Metadata with { Annotations = annotations }, Spec = volume.Spec with { ClaimRef = reference } }, cancellationToken);
        await SetPhaseAsync(volume, "Available", "", cancellationToken);
    }

    /// <summary>Says who is to make a volume for the claim.</summary>
    internal Task<PersistentVolumeClaim> SetProvisionerAsync(PersistentVolumeClaim claim, string provisioner, CancellationToken cancellationToken)
    {
        if (claim.Metadata.Annotations.GetValueOrDefault(VolumeAnnotations.StorageProvisioner) == provisioner) return Task.FromResult(claim);
        var annotations = new Dictionary<string, string>(claim.Metadata.Annotations)
        {
            [VolumeAnnotations.StorageProvisioner] = provisioner,
            [VolumeAnnotations.StorageProvisionerBeta] = provisioner,
        };
        return claims.UpdateAsync(claim with { Metadata = claim.Metadata with { Annotations = annotations } }, cancellationToken);
    }

    /// <summary>Gives a claim that names no class the default one.</summary>
    internal Task<PersistentVolumeClaim> SetClassAsync(PersistentVolumeClaim claim, string storageClass, CancellationToken cancellationToken) =>
        claims.UpdateAsync(claim with { Spec = claim.Spec with { StorageClassName = storageClass } }, cancellationToken);

    /// <summary>Sets the phase of a claim, and on becoming bound what it has of the volume.</summary>
    internal async Task SetPhaseAsync(PersistentVolumeClaim claim, string phase, PersistentVolume? volume, CancellationToken cancellationToken)
    {
        var status = claim.Status with { Phase = phase, AccessModes = volume?.Spec.AccessModes ?? [] };
        if (volume is null) status = status with { Capacity = new Dictionary<string, Quantity>() };
        else if (claim.Status.Phase != phase)
            status = status with { Capacity = new Dictionary<string, Quantity> { ["storage"] = volume.Size() }, CurrentVolumeAttributesClassName = volume.Spec.VolumeAttributesClassName };
        if (!status.Equals(claim.Status)) await claims.UpdateAsync(claim with { Status = status }, cancellationToken, "status");
    }

    /// <summary>A claim that was bound has lost its volume, and is lost.</summary>
    internal async Task SetLostAsync(PersistentVolumeClaim claim, string reason, string message, CancellationToken cancellationToken)
    {
        if (claim.Status.Phase == "Lost") return;
        await SetPhaseAsync(claim, "Lost", null, cancellationToken);
        events.Record(ObjectReferences.To(claim), EventTypes.Warning, reason, message);
    }

    /// <summary>Sets the phase of a volume.</summary>
    internal async Task<PersistentVolume> SetPhaseAsync(PersistentVolume volume, string phase, string message, CancellationToken cancellationToken)
    {
        if (volume.Status.Phase == phase) return volume;
        var status = volume.Status with { Phase = phase, Message = message.Length == 0 ? null : message, LastPhaseTransitionTime = time.GetUtcNow() };
        return await volumes.UpdateAsync(volume with { Status = status }, cancellationToken, "status");
    }

    private async Task<PersistentVolume> ReserveAsync(PersistentVolume volume, PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        var reference = volume.Spec.ClaimRef;
        if (reference is { } && reference.Uid == claim.Metadata.Uid && reference.Name == claim.Metadata.Name && reference.Namespace == claim.Metadata.Namespace) return volume;
        var annotations = new Dictionary<string, string>(volume.Metadata.Annotations);
        // What a user reserved stays reserved when it is unbound.
        if (reference is null) annotations[VolumeAnnotations.BoundByController] = "yes";
        return await volumes.UpdateAsync(volume with { Metadata = volume.Metadata with { Annotations = annotations }, Spec = volume.Spec with { ClaimRef = ObjectReferences.To(claim) } }, cancellationToken);
    }
}
