namespace Kite.Configuration;

/// <summary>The settings of the kubelet, under the names that upstream's has for them.</summary>
internal static class KubeletSettings
{
    public static readonly Setting AllowedUnsafeSysctls = new("allowed-unsafe-sysctls", "Kernel parameters beyond the safe ones that pods may set, comma-separated; a star at the end stands for anything");
    public static readonly Setting MaxParallelImagePulls = new("max-parallel-image-pulls", "How many images are pulled at once", "5");
    public static readonly Setting ImageGcHighThreshold = new("image-gc-high-threshold", "The percentage of disk use above which unused images are removed; 100 for never", "85");
    public static readonly Setting ImageGcLowThreshold = new("image-gc-low-threshold", "The percentage of disk use down to which they are removed", "80");
    public static readonly Setting PodManifestPath = new("pod-manifest-path", "The directory of static pods' manifests, or a single one; manifests in the data directory where not set");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } = [AllowedUnsafeSysctls, MaxParallelImagePulls, ImageGcHighThreshold, ImageGcLowThreshold, PodManifestPath];
}
