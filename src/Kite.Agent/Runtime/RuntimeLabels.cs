namespace Kite.Agent.Runtime;

/// <summary>The labels and annotations by which all state is found again in a runtime. The <c>io.kubernetes</c> ones are what other tools look for.</summary>
internal static class RuntimeLabels
{
    public const string Node = "io.kite.node";
    public const string PodName = "io.kubernetes.pod.name";
    public const string PodNamespace = "io.kubernetes.pod.namespace";
    public const string PodUid = "io.kubernetes.pod.uid";
    public const string ContainerName = "io.kubernetes.container.name";
    public const string Attempt = "io.kubernetes.container.restartCount";
    public const string Hash = "io.kubernetes.container.hash";
    public const string SandboxId = "io.kubernetes.sandbox.id";
    public const string RuntimeHandler = "io.kite.sandbox.runtimeHandler";
    public const string Hostname = "io.kite.sandbox.hostname";
    public const string CgroupParent = "io.kite.sandbox.cgroupParent";
    public const string Image = "io.kite.container.image";
    public const string MountedImages = "io.kite.container.mountedImages";
    public const string StopSignal = "io.kite.container.stopSignal";
    public const string TerminationMessageFile = "io.kite.container.terminationMessageFile";

    /// <summary>The labels that say to which pod of which node something belongs.</summary>
    public static Dictionary<string, string> Of(string nodeName, PodIdentity pod) => new(11)
    {
        [Node] = nodeName,
        [PodName] = pod.Name,
        [PodNamespace] = pod.Namespace,
        [PodUid] = pod.Uid,
    };

    /// <summary>The ids of the images that a container has mounted, as one value; empty for none.</summary>
    public static string MountedImagesOf(ContainerConfig config) => string.Join(',', config.Mounts.Select(mount => mount.ImageId).Where(id => id.Length > 0).Distinct());

    /// <summary>What <see cref="MountedImagesOf"/> wrote.</summary>
    public static string[] ReadMountedImages(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The value of a label, empty where it isn't there.</summary>
    public static string ValueOf(IDictionary<string, string> labels, string name) => labels.TryGetValue(name, out var value) ? value : "";
}
