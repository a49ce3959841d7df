using Kite.Agent.Images;
using Kite.Agent.Kubelet.Settings;

namespace Kite.Configuration;

/// <summary>What the kubelet is told, checked.</summary>
internal sealed record KubeletConfiguration
{
    /// <summary>Kernel parameters beyond the safe ones that pods may set.</summary>
    public IReadOnlyList<string> AllowedUnsafeSysctls { get; init; } = [];

    /// <summary>How images are pulled and removed.</summary>
    public ImageOptions Images { get; init; } = new();

    /// <summary>What the node keeps back and when it ends pods.</summary>
    public EvictionConfiguration Eviction { get; init; } = new();

    /// <summary>Where static pods' manifests are; null for the usual place.</summary>
    public string? PodManifestPath { get; init; }

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="UsageException">A setting doesn't fit.</exception>
    public static KubeletConfiguration From(Settings settings)
    {
        var high = Percentage(settings, KubeletSettings.ImageGcHighThreshold);
        var low = Percentage(settings, KubeletSettings.ImageGcLowThreshold);
        if (low > high) throw new UsageException($"image-gc-low-threshold {low} is above image-gc-high-threshold {high}");
        return new KubeletConfiguration
        {
            AllowedUnsafeSysctls = Sysctls(settings),
            Eviction = EvictionConfiguration.From(settings),
            PodManifestPath = settings.Text(KubeletSettings.PodManifestPath) is { Length: > 0 } path ? Path.GetFullPath(path) : null,
            Images = new ImageOptions
            {
                MostPulls = settings.Parse(KubeletSettings.MaxParallelImagePulls, "a number from 1 on", 0, (string text, out int number) => int.TryParse(text, out number) && number > 0),
                HighThresholdPercent = high,
                LowThresholdPercent = low,
            },
        };
    }

    private static IReadOnlyList<string> Sysctls(Settings settings)
    {
        var patterns = settings.List(KubeletSettings.AllowedUnsafeSysctls);
        return patterns.FirstOrDefault(pattern => !SysctlNames.IsNamespaced(SysctlNames.Normalize(pattern))) is { } unknown
            ? throw new UsageException($"--{KubeletSettings.AllowedUnsafeSysctls.Name}: \"{unknown}\" is not a kernel parameter that a pod can have for itself: kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.*, net.*")
            : patterns;
    }

    private static int Percentage(Settings settings, Setting setting) =>
        settings.Parse(setting, "a percentage from 0 to 100", 0, (string text, out int number) => int.TryParse(text, out number) && number is >= 0 and <= 100);
}
