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

    /// <summary>Where pods' files and drivers' sockets are.</summary>
    public string RootDirectory { get; init; } = "";

    /// <summary>Whether Secrets are kept on the node.</summary>
    public bool OfflineSecrets { get; init; } = true;

    /// <summary>Where static pods' manifests are; null for the usual place.</summary>
    public string? PodManifestPath { get; init; }

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="UsageException">A setting doesn't fit.</exception>
    public static KubeletConfiguration From(Settings settings)
    {
        return new KubeletConfiguration
        {
            AllowedUnsafeSysctls = Sysctls(settings),
            Eviction = EvictionConfiguration.From(settings),
            RootDirectory = Root(settings),
            // Who has Secrets encrypted on the server's disk doesn't want them in the clear on a node's.
            OfflineSecrets = settings.Parse(KubeletSettings.OfflineSecrets, "true or false", !settings.Switch(ServerSettings.SecretsEncryption), bool.TryParse),
            PodManifestPath = settings.Text(KubeletSettings.PodManifestPath) is { Length: > 0 } path ? Path.GetFullPath(path) : null,
            Images = ImageConfiguration.From(settings),
        };
    }

    /// <summary>Charts of storage drivers and device plugins have <c>/var/lib/kubelet</c> written in them; a node beside another one of the same machine, with a data directory of its own, has its own.</summary>
    private static string Root(Settings settings)
    {
        if (settings.Text(KubeletSettings.KubeletRootDir) is { Length: > 0 } root) return Path.GetFullPath(root);
        var data = Path.GetFullPath(settings.Required(CommonSettings.DataDir));
        return data == CommonSettings.DataDir.Default ? "/var/lib/kubelet" : Path.Combine(data, "kubelet");
    }

    private static IReadOnlyList<string> Sysctls(Settings settings)
    {
        var patterns = settings.List(KubeletSettings.AllowedUnsafeSysctls);
        return patterns.FirstOrDefault(pattern => !SysctlNames.IsNamespaced(SysctlNames.Normalize(pattern))) is { } unknown
            ? throw new UsageException($"--{KubeletSettings.AllowedUnsafeSysctls.Name}: \"{unknown}\" is not a kernel parameter that a pod can have for itself: kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.*, net.*")
            : patterns;
    }
}
