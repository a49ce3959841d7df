namespace Kite.Agent.Kubelet.Settings;

/// <summary>Where pods' files lie on the node.</summary>
internal sealed class PodFiles(KubeletOptions options)
{
    private const string Volumes = "volumes";
    private const string Devices = "volumeDevices";

    /// <summary>The names of the directories of a pod in which its volumes are: file systems, and devices.</summary>
    public static IReadOnlyList<string> VolumeDirectories { get; } = [Volumes, Devices];

    /// <summary>The directory of all pods.</summary>
    public string Root { get; } = Path.Combine(options.RootDirectory, "pods");

    /// <summary>The node's name.</summary>
    public string NodeName => options.NodeName;

    /// <summary>A pod's directory.</summary>
    public string Pod(string uid) => Path.Combine(Root, uid);

    /// <summary>A pod's volumes, by kind and name.</summary>
    public string Volume(string uid, string kind, string name) => Path.Combine(Root, uid, Volumes, kind, name);

    /// <summary>What a pod has of a volume that is a device, by kind and name.</summary>
    public string Device(string uid, string kind, string name) => Path.Combine(Root, uid, Devices, kind, name);

    /// <summary>The note of the persistent volume behind one of a pod's volumes.</summary>
    public string ClaimedVolume(string uid, string volume) => Path.Combine(Root, uid, "claims", volume);

    /// <summary>The places of parts of volumes that containers of a pod mount.</summary>
    public string SubPaths(string uid) => Path.Combine(Root, uid, "volume-subpaths");

    /// <summary>The place of a part of a volume that a container mounts.</summary>
    public string SubPath(string uid, string volume, string container, int index) => Path.Combine(SubPaths(uid), volume, container, index.ToString());

    /// <summary>The note of the ids that a pod's users are on the node.</summary>
    public string UserIds(string uid) => Path.Combine(Root, uid, "userns");

    /// <summary>What runtimes have mounted on the node for a pod's containers.</summary>
    public string ContainerMounts(string uid) => Path.Combine(Root, uid, "container-mounts");

    /// <summary>A pod's <c>/etc/hosts</c>.</summary>
    public string Hosts(string uid) => Path.Combine(Root, uid, "etc-hosts");

    /// <summary>A pod's <c>/etc/resolv.conf</c>.</summary>
    public string Resolver(string uid) => Path.Combine(Root, uid, "resolv.conf");

    /// <summary>The file that one start of a container leaves its termination message in.</summary>
    public string TerminationMessage(string uid, string container, int attempt) => Path.Combine(Root, uid, "containers", container, attempt.ToString());
}
