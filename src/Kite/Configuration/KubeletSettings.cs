namespace Kite.Configuration;

/// <summary>The settings of the kubelet, under the names that upstream's has for them.</summary>
internal static class KubeletSettings
{
    public static readonly Setting AllowedUnsafeSysctls = new("allowed-unsafe-sysctls", "Kernel parameters beyond the safe ones that pods may set, comma-separated; a star at the end stands for anything");
    public static readonly Setting MaxParallelImagePulls = new("max-parallel-image-pulls", "How many images are pulled at once", "5");
    public static readonly Setting SerializeImagePulls = new("serialize-image-pulls", "Pull one image at a time", "false");
    public static readonly Setting ImagePullCredentialsVerificationPolicy = new("image-pull-credentials-verification-policy", "Which images on the node pods may use without credentials: NeverVerify, NeverVerifyPreloadedImages, NeverVerifyAllowlistedImages or AlwaysVerify", "NeverVerifyPreloadedImages");
    public static readonly Setting PreloadedImagesVerificationAllowlist = new("preloaded-images-verification-allowlist", "The images for NeverVerifyAllowlistedImages, comma-separated; /* at the end of one stands for all below a path");
    public static readonly Setting ImageCredentialProviderConfig = new("image-credential-provider-config", "The file that says which programs know credentials of registries, a CredentialProviderConfig");
    public static readonly Setting ImageCredentialProviderBinDir = new("image-credential-provider-bin-dir", "The directory of those programs");
    public static readonly Setting ImageMinimumGcAge = new("image-minimum-gc-age", "For how long an unused image is kept at least", "2m");
    public static readonly Setting ImageMaximumGcAge = new("image-maximum-gc-age", "After how long an unused image is removed in any case; 0 for never", "0s");
    public static readonly Setting ImageGcHighThreshold = new("image-gc-high-threshold", "The percentage of disk use above which unused images are removed; 100 for never", "85");
    public static readonly Setting ImageGcLowThreshold = new("image-gc-low-threshold", "The percentage of disk use down to which they are removed", "80");
    public static readonly Setting KubeletRootDir = new("kubelet-root-dir", "Where pods' files and drivers' sockets are; where not set, /var/lib/kubelet with the usual data directory, else kubelet in the data directory");
    public static readonly Setting PodManifestPath = new("pod-manifest-path", "The directory of static pods' manifests, or a single one; manifests in the data directory where not set");
    public static readonly Setting OfflineSecrets = new("offline-secrets", "Keep the Secrets of pods on the node, for root only, so that these pods start while no server can be reached; where not set, true unless secrets-encryption is on");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } = 
    [
        AllowedUnsafeSysctls, MaxParallelImagePulls, SerializeImagePulls, ImagePullCredentialsVerificationPolicy, PreloadedImagesVerificationAllowlist,
        ImageCredentialProviderConfig, ImageCredentialProviderBinDir, ImageMinimumGcAge, ImageMaximumGcAge, ImageGcHighThreshold, ImageGcLowThreshold, KubeletRootDir, OfflineSecrets, PodManifestPath,
    ];
}
