using Kite.Agent.Kubelet.Settings;
using Kite.Api.Client;
using Kite.Api.Models;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Volumes;

/// <summary>Finds the persistent volumes that pods' claims are bound to. What was found is noted beside the pod, for a start without the API.</summary>
internal sealed class ClaimedVolumes(IApiClient client, PodFiles files)
{
    /// <summary>The volume as plugins take it.</summary>
    /// <exception cref="VolumeException">The claim isn't there, isn't bound, or isn't the pod's to use.</exception>
    public async Task<VolumeSpec> ResolveAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        var name = volume.PersistentVolumeClaim?.ClaimName ?? (volume.Ephemeral is null ? null : $"{pod.Metadata.Name}-{volume.Name}");
        if (name is null) return new VolumeSpec(pod, volume);
        var note = files.ClaimedVolume(pod.Metadata.Uid, volume.Name);
        try
        {
            var claim = await ClaimAsync(pod, volume, name, cancellationToken);
            var persistent = await client.Resource<PersistentVolume>().FindAsync(null, claim.Spec.VolumeName!, cancellationToken)
                ?? throw Refuse(pod, name, $"failed to fetch PV {claim.Spec.VolumeName} from API server: persistentvolumes \"{claim.Spec.VolumeName}\" not found");
            if (persistent.Spec.ClaimRef is not { } bound) throw Refuse(pod, name, $"PV {persistent.Metadata.Name} spec.ClaimRef is nil");
            if (bound.Uid != claim.Metadata.Uid) throw Refuse(pod, name, $"PV {persistent.Metadata.Name} spec.ClaimRef.UID {bound.Uid} does not match pvc.UID {claim.Metadata.Uid}");
            Directory.CreateDirectory(Path.GetDirectoryName(note)!);
            await File.WriteAllBytesAsync(note, ModelJson.ToUtf8(persistent), cancellationToken);
            return new VolumeSpec(pod, volume, persistent, claim);
        }
        catch (HttpRequestException) when (File.Exists(note))
        {
            return new VolumeSpec(pod, volume, ModelJson.Parse<PersistentVolume>(await File.ReadAllBytesAsync(note, cancellationToken)));
        }
    }

    private async Task<PersistentVolumeClaim> ClaimAsync(Pod pod, Volume volume, string name, CancellationToken cancellationToken)
    {
        var claim = await client.Resource<PersistentVolumeClaim>().FindAsync(pod.Metadata.Namespace, name, cancellationToken)
            ?? throw Refuse(pod, name, $"failed to fetch PVC from API server: persistentvolumeclaims \"{name}\" not found");
        if (volume.Ephemeral is not null && !claim.Metadata.OwnerReferences.Any(owner => owner.Controller is true && owner.Uid == pod.Metadata.Uid))
            throw Refuse(pod, name, $"PVC {pod.Metadata.Namespace}/{name} was not created for pod {pod.Metadata.Namespace}/{pod.Metadata.Name} (pod is not owner)");
        if (claim.Metadata.DeletionTimestamp is not null) throw Refuse(pod, name, "PVC is being deleted");
        if (claim.Status.Phase != "Bound" || string.IsNullOrEmpty(claim.Spec.VolumeName))
            throw Refuse(pod, name, $"PVC {pod.Metadata.Namespace}/{name} has non-bound phase (\"{claim.Status.Phase}\") or empty pvc.Spec.VolumeName (\"{claim.Spec.VolumeName}\")");
        return claim;
    }

    private static VolumeException Refuse(Pod pod, string claim, string why) => new($"error processing PVC {pod.Metadata.Namespace}/{claim}: {why}") { Operation = "" };
}
