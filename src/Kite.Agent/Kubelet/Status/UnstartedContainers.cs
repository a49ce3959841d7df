using Kite.Agent.Kubelet.Pods;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Status;

/// <summary>What becomes of containers that wait yet when their pod has ended: those whose turn had come count as failed, so that nobody takes the pod for one that may still run.</summary>
internal static class UnstartedContainers
{
    private const string Reason = "ContainerStatusUnknown";

    /// <summary>The status of a container of which nobody knows how, or whether, it ran.</summary>
    public static ContainerStateTerminated Unknown(string? containerId) => new()
    {
        ExitCode = LostContainers.UnknownExitCode,
        Reason = Reason,
        Message = "The container could not be located when the pod was terminated",
        ContainerID = containerId,
    };

    /// <summary>The statuses of the containers of a pod of which nothing runs any more.</summary>
    public static ContainerStatus[] End(Pod pod, ContainerStatus[] init, ContainerStatus[] containers) =>
        HasInitialized(pod, init, containers) ? [.. containers.Select(End)] : containers;

    /// <summary>The statuses of its init containers: the first, and all up to the last that was ever started.</summary>
    public static ContainerStatus[] End(ContainerStatus[] init)
    {
        var reached = Array.FindLastIndex(init, status => status.State?.Waiting is null || status.LastState?.Terminated is not null);
        return [.. init.Select((status, index) => index <= Math.Max(0, reached) ? End(status) : status)];
    }

    private static ContainerStatus End(ContainerStatus status) =>
        status.State?.Terminated is not null ? status : status with { State = new ContainerState { Terminated = Unknown(status.ContainerID) }, Ready = false, Started = false };

    private static bool HasInitialized(Pod pod, ContainerStatus[] init, ContainerStatus[] containers) => pod.Spec.InitContainers.Count == 0
        || containers.Any(status => status.State?.Waiting is null || status.LastState?.Terminated is not null)
        || init[^1].State?.Terminated?.ExitCode == 0 || init[^1].LastState?.Terminated?.ExitCode == 0;
}
