using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Containers that were added to a running pod to look into it: run once, never again, with the settings of any other.</summary>
internal static class EphemeralContainers
{
    /// <summary>The pod's ephemeral containers, as containers.</summary>
    public static IEnumerable<Container> Of(Pod pod) => pod.Spec.EphemeralContainers.Select(AsContainer);

    /// <summary>True for the name of one of them.</summary>
    public static bool IsEphemeral(Pod pod, string name) => pod.Spec.EphemeralContainers.Any(container => container.Name == name);

    /// <summary>The container whose processes an ephemeral container sees; null for its own alone.</summary>
    public static string? TargetOf(Pod pod, string name) =>
        pod.Spec.EphemeralContainers.FirstOrDefault(container => container.Name == name)?.TargetContainerName is { Length: > 0 } target ? target : null;

    private static Container AsContainer(EphemeralContainer container) => new()
    {
        Name = container.Name,
        Image = container.Image,
        Command = container.Command,
        Args = container.Args,
        WorkingDir = container.WorkingDir,
        EnvFrom = container.EnvFrom,
        Env = container.Env,
        VolumeMounts = container.VolumeMounts,
        VolumeDevices = container.VolumeDevices,
        TerminationMessagePath = container.TerminationMessagePath,
        TerminationMessagePolicy = container.TerminationMessagePolicy,
        ImagePullPolicy = container.ImagePullPolicy,
        SecurityContext = container.SecurityContext,
        Stdin = container.Stdin,
        StdinOnce = container.StdinOnce,
        Tty = container.Tty,
    };
}
