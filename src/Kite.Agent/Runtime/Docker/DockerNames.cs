namespace Kite.Agent.Runtime.Docker;

/// <summary>How containers are called in the engine.</summary>
internal static class DockerNames
{
    /// <summary>The container name that marks a sandbox.</summary>
    public const string Sandbox = "POD";

    /// <summary>The container's name in the engine, unique for the start of a container of a pod.</summary>
    public static string Of(PodIdentity pod, string containerName, int attempt) => $"k8s_{containerName}_{pod.Name}_{pod.Namespace}_{pod.Uid}_{attempt}";
}
