using Kite.Agent.Kubelet.Pods;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Status;

/// <summary>Computes a pod's phase from the states of its containers.</summary>
internal static class PodPhase
{
    /// <summary>The phase.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="init">The statuses of its init containers, in their order.</param>
    /// <param name="containers">The statuses of its containers, in their order.</param>
    /// <param name="isTerminal">True where nothing of it is started any more, whatever its policy.</param>
    public static string Of(Pod pod, IReadOnlyList<ContainerStatus> init, IReadOnlyList<ContainerStatus> containers, bool isTerminal)
    {
        var (pendingInit, pendingSidecars, running, waiting) = (false, false, 0, 0);
        for (var i = 0; i < init.Count; i++)
        {
            var spec = pod.Spec.InitContainers[i];
            var state = init[i].State;
            if (PodRules.IsSidecar(spec))
            {
                if (state?.Running is not null) running++;
                pendingSidecars |= state?.Running is not null && init[i].Started is not true;
                if (state?.Waiting is null || init[i].LastState?.Terminated is not null) continue;
                pendingSidecars = true;
                waiting++;
            }
            else if (EndOf(init[i]) is not { } end) pendingInit = true;
            else if (end.ExitCode != 0 && !RestartRules.RestartsAfter(pod, spec, end.ExitCode)) return "Failed";
        }

        int stopped = 0, final = 0, succeeded = 0;
        for (var i = 0; i < containers.Count; i++)
        {
            if (containers[i].State?.Running is not null) running++;
            else if (EndOf(containers[i]) is not { } end) waiting++;
            else
            {
                stopped++;
                if (!RestartRules.RestartsAfter(pod, pod.Spec.Containers[i], end.ExitCode)) final++;
                // An end that a restart follows isn't the last word: it doesn't make a success.
                if (end.ExitCode == 0 && containers[i].State?.Terminated is not null) succeeded++;
            }
        }
        var hasInitialized = containers.Any(container => container.State?.Running is not null || EndOf(container) is not null);
        if (isTerminal && running == 0) return stopped > 0 && stopped == succeeded && waiting == 0 ? "Succeeded" : "Failed";
        if (pendingInit || (pendingSidecars && !hasInitialized) || waiting > 0) return "Pending";
        if (running > 0) return "Running";
        if (stopped == 0) return "Pending";
        if (stopped != final) return "Running";
        return stopped == succeeded ? "Succeeded" : "Failed";
    }

    private static ContainerStateTerminated? EndOf(ContainerStatus status) =>
        status.State?.Terminated ?? (status.State?.Waiting is not null ? status.LastState?.Terminated : null);
}
