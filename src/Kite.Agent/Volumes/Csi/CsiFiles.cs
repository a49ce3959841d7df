using System.Security.Cryptography;
using System.Text;
using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Settings;

namespace Kite.Agent.Volumes.Csi;

/// <summary>Where volumes of drivers are on the node, and what is noted of them.</summary>
internal sealed class CsiFiles(KubeletOptions options, PodFiles pods)
{
    /// <summary>The kind of these volumes in the names of directories.</summary>
    public const string Kind = "kubernetes.io~csi";

    private readonly string global = Path.Combine(options.RootDirectory, "plugins", "kubernetes.io", "csi");

    /// <summary>The directory that a volume has once per node.</summary>
    public string Global(string driver, string handle) => Path.Combine(global, driver, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(handle))));

    /// <summary>Where a volume is staged, below its global directory.</summary>
    public static string Staging(string globalDirectory) => Path.Combine(globalDirectory, "globalmount");

    /// <summary>Where a pod has its volume, below the pod's directory of that volume.</summary>
    public static string Target(string directory, bool isBlock) => Path.Combine(directory, isBlock ? "dev" : "mount");

    /// <summary>The global directories that are there.</summary>
    public IReadOnlyList<string> Globals() => Directory.Exists(global) ? Directory.GetDirectories(global).SelectMany(Directory.GetDirectories).ToArray() : [];

    /// <summary>True where the directory of some pod notes that it has the volume.</summary>
    public bool IsUsed(string driver, string handle) => Directory.Exists(pods.Root)
        && Directory.EnumerateDirectories(pods.Root).SelectMany(Volumes).Select(CsiVolumeData.Read).Any(data => data is { IsEphemeral: false } && data.Driver == driver && data.Handle == handle);

    private static IEnumerable<string> Volumes(string pod) => PodFiles.VolumeDirectories.Select(name => Path.Combine(pod, name, Kind))
        .Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories);
}
