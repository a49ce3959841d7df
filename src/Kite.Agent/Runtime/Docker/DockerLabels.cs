namespace Kite.Agent.Runtime.Docker;

/// <summary>The labels by which all state is found again in the engine. The <c>io.kubernetes</c> ones are what other tools look for.</summary>
internal static class DockerLabels
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
    public const string MountedImages = "io.kite.container.mountedImages";
    public const string TerminationMessageFile = "io.kite.container.terminationMessageFile";

    /// <summary>The container name that marks a sandbox.</summary>
    public const string Sandbox = "POD";

    /// <summary>The labels that say to which pod a container belongs.</summary>
    public static Dictionary<string, string> Of(string nodeName, PodIdentity pod, string containerName, int attempt) => new(11)
    {
        [Node] = nodeName,
        [PodName] = pod.Name,
        [PodNamespace] = pod.Namespace,
        [PodUid] = pod.Uid,
        [ContainerName] = containerName,
        [Attempt] = attempt.ToString(),
    };

    /// <summary>The container's name in the engine, unique for the start of a container of a pod.</summary>
    public static string ContainerNameOf(PodIdentity pod, string containerName, int attempt) =>
        $"k8s_{containerName}_{pod.Name}_{pod.Namespace}_{pod.Uid}_{attempt}";
}
