using Kite.Agent.Probes;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Compares what a pod should be with what the engine holds, and says what to do. Pure.</summary>
internal static class PodPlanner
{
    /// <summary>The plan for a pod that should run.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="state">What the engine holds of it, with <see cref="LostContainers"/>.</param>
    /// <param name="probes">What its probes say.</param>
    /// <param name="resourcesOf">The engine's settings for what a container's spec asks for.</param>
    public static PodPlan Plan(Pod pod, PodContainers state, IProbeResults probes, Func<Container, ContainerResources> resourcesOf) =>
        state.RunningSandbox is { } sandbox ? new ContainersPlanner(pod, state, sandbox, probes, resourcesOf).Plan() : PlanWithoutSandbox(pod, state);

    private static PodPlan PlanWithoutSandbox(Pod pod, PodContainers state)
    {
        var attempt = state.LatestSandbox is { } last ? last.Attempt + 1 : 0;
        var mayStart = pod.Spec.Containers.Where(container => MayStart(pod, container, state.Latest(container.Name))).ToArray();
        // A pod that was never complete is finished by nothing but its init containers.
        if (mayStart.Length == 0 || InitFailedForGood(pod, state)) return new PodPlan { StopAll = true };

        Container[] start = pod.Spec.InitContainers.Count > 0 ? [pod.Spec.InitContainers[0]] : mayStart;
        return new PodPlan { StopAll = state.Running.Any(), NewSandbox = attempt, Start = start };
    }

    /// <summary>Without its sandbox, a container that still runs is as good as killed.</summary>
    private static bool MayStart(Pod pod, Container container, RuntimeContainer? latest) => latest switch
    {
        null => true,
        { State: ContainerRunState.Exited } => RestartRules.RestartsAfter(pod, container, latest.ExitCode),
        _ => RestartRules.RestartsAfterKill(pod, container),
    };

    private static bool InitFailedForGood(Pod pod, PodContainers state) => pod.Spec.InitContainers.Any(container => !PodRules.IsSidecar(container)
        && state.Latest(container.Name) is { State: ContainerRunState.Exited, ExitCode: not 0 } failed && !RestartRules.RestartsAfter(pod, container, failed.ExitCode));
}
