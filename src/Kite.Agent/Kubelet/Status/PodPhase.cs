using Kite.Agent.Kubelet.Pods;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Status;

/// <summary>Computes a pod's phase from the states of its containers.</summary>
internal static class PodPhase
{
    /// <summary>The phase.</summary>
    public static string Of(Pod pod, IReadOnlyList<ContainerStatus> init, IReadOnlyList<ContainerStatus> containers)
    {
        var (pendingInit, failedInit) = (false, false);
        for (var i = 0; i < pod.Spec.InitContainers.Count; i++)
        {
            var status = init[i];
            if (PodRules.IsSidecar(pod.Spec.InitContainers[i])) pendingInit |= status.State?.Terminated is null && status.Started is not true;
            else if (EndOf(status) is { } end) failedInit |= end.ExitCode != 0;
            else pendingInit = true;
        }
        var isNever = pod.Spec.RestartPolicy == "Never";
        if (failedInit && isNever) return "Failed";

        int running = 0, waiting = 0, stopped = 0, succeeded = 0;
        foreach (var status in containers)
        {
            if (status.State?.Running is not null) running++;
            else if (EndOf(status) is { } end)
            {
                stopped++;
                if (end.ExitCode == 0) succeeded++;
            }
            else waiting++;
        }
        if ((pendingInit || failedInit) && running + stopped == 0) return "Pending";
        if (waiting > 0) return "Pending";
        if (running > 0) return "Running";
        if (pod.Spec.RestartPolicy is null or "Always") return "Running";
        if (stopped == succeeded) return "Succeeded";
        return isNever ? "Failed" : "Running";
    }

    private static ContainerStateTerminated? EndOf(ContainerStatus status) =>
        status.State?.Terminated ?? (status.State?.Waiting is not null ? status.LastState?.Terminated : null);
}
