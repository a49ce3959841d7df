using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>A pod's claims, sorted by whether they have their volume.</summary>
/// <param name="Bound">Those that have.</param>
/// <param name="Unbound">Those whose volume depends on the node.</param>
internal sealed record PodClaimSet(IReadOnlyList<PersistentVolumeClaim> Bound, IReadOnlyList<PersistentVolumeClaim> Unbound)
{
    /// <summary>The claims of a pod; null where it has none. Or why no node can do.</summary>
    internal static (PodClaimSet? Claims, Rejection? Rejection) Of(Pod pod, VolumeSnapshot volumes)
    {
        List<PersistentVolumeClaim> bound = [], unbound = [];
        foreach (var volume in pod.Spec.Volumes)
        {
            if (VolumeFacts.ClaimName(pod, volume) is not { } name) continue;
            var claim = volumes.Claims.GetValueOrDefault(new ObjectKey(pod.Metadata.Namespace, name));
            if (WhyNot(pod, volume, name, claim) is { } why) return (null, Rejection.Unresolvable(why));
            if (claim!.IsFullyBound()) bound.Add(claim!);
            else if (IsDelayed(claim!, volumes)) unbound.Add(claim!);
            else return (null, Rejection.Unresolvable("pod has unbound immediate PersistentVolumeClaims"));
        }
        return bound.Count + unbound.Count == 0 ? default : (new PodClaimSet(bound, unbound), null);
    }

    private static bool IsDelayed(PersistentVolumeClaim claim, VolumeSnapshot volumes) =>
        string.IsNullOrEmpty(claim.Spec.VolumeName) && volumes.Classes.GetValueOrDefault(new ObjectKey("", claim.ClassName())).IsDelayed();

    private static string? WhyNot(Pod pod, Volume volume, string name, PersistentVolumeClaim? claim)
    {
        if (claim is null) return volume.Ephemeral is null ? $"persistentvolumeclaim \"{name}\" not found" : $"waiting for ephemeral volume controller to create the persistentvolumeclaim \"{name}\"";
        if (claim.Status.Phase == "Lost") return $"persistentvolumeclaim \"{name}\" bound to non-existent persistentvolume \"{claim.Spec.VolumeName}\"";
        if (claim.Metadata.DeletionTimestamp is not null) return $"persistentvolumeclaim \"{name}\" is being deleted";
        var isOwned = volume.Ephemeral is null || claim.Metadata.OwnerReferences.Any(owner => owner.Controller is true && owner.Uid == pod.Metadata.Uid);
        return isOwned ? null : $"PVC {pod.Metadata.Namespace}/{name} was not created for pod {pod.Metadata.Namespace}/{pod.Metadata.Name} (pod is not owner)";
    }
}
