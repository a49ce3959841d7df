using Kite.Api.Models.CoreV1;
using Kite.Api.Selectors;

namespace Kite.ControlPlane.Volumes;

/// <summary>Finds the volume that suits a claim best: one that is reserved for it, else the smallest of those with the fewest further access modes.</summary>
internal static class VolumeMatching
{
    /// <summary>The volume, or null.</summary>
    /// <param name="claim">The claim, without a volume.</param>
    /// <param name="volumes">The volumes to choose among.</param>
    /// <param name="isUsable">Whether a volume can be used at all, such as from the node that a pod goes to.</param>
    /// <param name="onlyReserved">True to take none but a volume that is reserved for the claim: which it gets is for the scheduler to say.</param>
    internal static PersistentVolume? Find(PersistentVolumeClaim claim, IEnumerable<PersistentVolume> volumes, Func<PersistentVolume, bool> isUsable, bool onlyReserved)
    {
        PersistentVolume? best = null;
        foreach (var volume in volumes)
        {
            if (!CanHold(claim, volume)) continue;
            if (volume.IsReservedFor(claim)) return isUsable(volume) ? volume : null;
            if (onlyReserved || volume.Spec.ClaimRef is not null || volume.Status.Phase != "Available") continue;
            if (!Suits(claim, volume) || !isUsable(volume)) continue;
            if (best is null || IsBetter(volume, best)) best = volume;
        }
        return best;
    }

    /// <summary>Why a volume that a claim names can't be bound to it; null where it can.</summary>
    internal static string? Mismatch(PersistentVolumeClaim claim, PersistentVolume volume)
    {
        if (volume.Size() < claim.RequestedSize()) return "requested PV is too small";
        if (volume.ClassName() != claim.ClassName()) return "storageClassName does not match";
        if (!VolumeFacts.IsSameMode(claim, volume)) return "incompatible volumeMode";
        if ((claim.Spec.VolumeAttributesClassName ?? "") != (volume.Spec.VolumeAttributesClassName ?? "")) return "volumeAttributesClassName does not match";
        return HasModes(claim, volume) ? null : "incompatible accessMode";
    }

    private static bool CanHold(PersistentVolumeClaim claim, PersistentVolume volume) =>
        volume.Size() >= claim.RequestedSize() && VolumeFacts.IsSameMode(claim, volume) && HasModes(claim, volume) && volume.Metadata.DeletionTimestamp is null
        && (claim.Spec.VolumeAttributesClassName ?? "") == (volume.Spec.VolumeAttributesClassName ?? "");

    private static bool Suits(PersistentVolumeClaim claim, PersistentVolume volume) =>
        volume.ClassName() == claim.ClassName() && (claim.Spec.Selector is null || claim.Spec.Selector.Matches(volume.Metadata.Labels));

    private static bool HasModes(PersistentVolumeClaim claim, PersistentVolume volume) => claim.Spec.AccessModes.All(volume.Spec.AccessModes.Contains);

    private static bool IsBetter(PersistentVolume volume, PersistentVolume best)
    {
        var modes = volume.Spec.AccessModes.Count - best.Spec.AccessModes.Count;
        if (modes != 0) return modes < 0;
        var size = volume.Size().CompareTo(best.Size());
        return size != 0 ? size < 0 : string.CompareOrdinal(volume.Metadata.Name, best.Metadata.Name) < 0;
    }
}
