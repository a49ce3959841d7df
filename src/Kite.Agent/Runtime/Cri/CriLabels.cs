namespace Kite.Agent.Runtime.Cri;

/// <summary>The labels and annotations by which all state is found again in the runtime. The <c>io.kubernetes</c> ones are what other tools look for.</summary>
internal static class CriLabels
{
    public const string Node = "io.kite.node";
    public const string PodName = "io.kubernetes.pod.name";
    public const string PodNamespace = "io.kubernetes.pod.namespace";
    public const string PodUid = "io.kubernetes.pod.uid";
    public const string ContainerName = "io.kubernetes.container.name";
    public const string Attempt = "io.kubernetes.container.restartCount";
    public const string Hash = "io.kubernetes.container.hash";
    public const string SandboxId = "io.kubernetes.sandbox.id";
    public const string TerminationMessageFile = "io.kite.container.terminationMessageFile";
    public const string MountedImages = "io.kite.container.mountedImages";
    public const string Image = "io.kite.container.image";
    public const string Hostname = "io.kite.sandbox.hostname";
    public const string CgroupParent = "io.kite.sandbox.cgroupParent";

    /// <summary>The labels that say to which pod something belongs.</summary>
    public static Dictionary<string, string> Of(string nodeName, PodIdentity pod) => new()
    {
        [Node] = nodeName,
        [PodName] = pod.Name,
        [PodNamespace] = pod.Namespace,
        [PodUid] = pod.Uid,
    };
}
