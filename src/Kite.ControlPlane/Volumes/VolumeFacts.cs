using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.StorageV1;

namespace Kite.ControlPlane.Volumes;

/// <summary>What claims, volumes and classes say about themselves.</summary>
internal static class VolumeFacts
{
    private const string Storage = "storage";

    /// <summary>The class that a claim asks for; empty for none.</summary>
    internal static string ClassName(this PersistentVolumeClaim claim) =>
        claim.Metadata.Annotations.GetValueOrDefault(VolumeAnnotations.StorageClassBeta) ?? claim.Spec.StorageClassName ?? "";

    /// <summary>The class of a volume; empty for none.</summary>
    internal static string ClassName(this PersistentVolume volume) =>
        volume.Metadata.Annotations.GetValueOrDefault(VolumeAnnotations.StorageClassBeta) ?? volume.Spec.StorageClassName ?? "";

    /// <summary>The size that a claim asks for.</summary>
    internal static Quantity RequestedSize(this PersistentVolumeClaim claim) => claim.Spec.Resources?.Requests.GetValueOrDefault(Storage) ?? default;

    /// <summary>The size that a claim is said to have.</summary>
    internal static Quantity ActualSize(this PersistentVolumeClaim claim) => claim.Status.Capacity.GetValueOrDefault(Storage);

    /// <summary>The size of a volume.</summary>
    internal static Quantity Size(this PersistentVolume volume) => volume.Spec.Capacity.GetValueOrDefault(Storage);

    /// <summary>True where the claim wants, or the volume is, a device.</summary>
    internal static bool IsSameMode(PersistentVolumeClaim claim, PersistentVolume volume) => (claim.Spec.VolumeMode ?? "Filesystem") == (volume.Spec.VolumeMode ?? "Filesystem");

    /// <summary>True where claim and volume are bound for good.</summary>
    internal static bool IsFullyBound(this PersistentVolumeClaim claim) =>
        !string.IsNullOrEmpty(claim.Spec.VolumeName) && claim.Metadata.Annotations.ContainsKey(VolumeAnnotations.BindCompleted);

    /// <summary>True where volumes of the class are chosen and made only for a pod that has a node.</summary>
    internal static bool IsDelayed(this StorageClass? storageClass) => storageClass?.VolumeBindingMode == "WaitForFirstConsumer";

    /// <summary>True where the volume is reserved for the claim, by name at least.</summary>
    internal static bool IsReservedFor(this PersistentVolume volume, PersistentVolumeClaim claim) =>
        volume.Spec.ClaimRef is { } reference && reference.Name == claim.Metadata.Name && reference.Namespace == claim.Metadata.Namespace
        && (string.IsNullOrEmpty(reference.Uid) || reference.Uid == claim.Metadata.Uid);

    /// <summary>The claim that a volume is reserved for.</summary>
    internal static ObjectKey? ClaimKey(this PersistentVolume volume) => volume.Spec.ClaimRef is { } reference ? new ObjectKey(reference.Namespace ?? "", reference.Name ?? "") : null;

    /// <summary>The claim that a volume of a pod stands for; null where it stands for none.</summary>
    internal static string? ClaimName(Pod pod, Volume volume) => volume.PersistentVolumeClaim?.ClaimName ?? (volume.Ephemeral is null ? null : $"{pod.Metadata.Name}-{volume.Name}");
}
