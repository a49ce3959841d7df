using Kite.Agent.Probes;
using Kite.Agent.Runtime;
using Kite.Agent.Kubelet.Settings;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Compares what a pod should be with what the engine holds, and says what to do. Pure.</summary>
internal static class PodPlanner
{
    /// <summary>The plan for a pod that should run.</summary>
    public static PodPlan Plan(Pod pod, PodContainers state, IProbeResults probes)
    {
        var sandbox = state.RunningSandbox;
        if (sandbox is null) return PlanWithoutSandbox(pod, state);

        var start = new List<Container>();
        var kill = new List<ContainerKill>();
        var initialized = IsInitialized(pod, state, sandbox);
        foreach (var container in pod.Spec.InitContainers)
        {
            if (PodRules.IsSidecar(container))
            {
                if (PlanKeptRunning(container, state, sandbox, probes, kill)) start.Add(container);
                if (!initialized && !IsUp(container, state, probes)) return new PodPlan { Start = start, Kill = kill };
            }
            else if (!initialized)
            {
                var latest = InSandbox(state, container, sandbox);
                if (latest is { State: ContainerRunState.Exited, ExitCode: 0 }) continue;
                if (latest is { State: ContainerRunState.Exited } && pod.Spec.RestartPolicy == "Never") return new PodPlan { StopAll = true };
                if (latest is not { State: ContainerRunState.Running }) start.Add(container);
                return new PodPlan { Start = start, Kill = kill };
            }
        }

        foreach (var container in pod.Spec.Containers)
        {
            var latest = InSandbox(state, container, sandbox);
            if (latest is { State: ContainerRunState.Exited } && !PodRules.RestartsAfter(pod, latest)) continue;
            if (PlanKeptRunning(container, state, sandbox, probes, kill)) start.Add(container);
        }
        if (start.Count == 0 && kill.Count == 0 && AllEnded(pod, state, sandbox)) return new PodPlan { StopAll = true };
        return new PodPlan { Start = start, Kill = kill };
    }

    /// <summary>True once init containers are behind the pod: an app container was started in this sandbox.</summary>
    private static bool IsInitialized(Pod pod, PodContainers state, RuntimeContainer sandbox) => pod.Spec.Containers.Any(container => InSandbox(state, container, sandbox) is not null);

    private static RuntimeContainer? InSandbox(PodContainers state, Container container, RuntimeContainer sandbox) =>
        state.Latest(container.Name) is { } latest && latest.SandboxId == sandbox.Id ? latest : null;

    private static bool IsUp(Container sidecar, PodContainers state, IProbeResults probes) =>
        state.Latest(sidecar.Name) is { State: ContainerRunState.Running } running && (sidecar.StartupProbe is null || probes.IsStarted(running.Id));

    /// <summary>True where a container that should run has to be started; one that runs but shouldn't any more is put on the list to kill.</summary>
    private static bool PlanKeptRunning(Container container, PodContainers state, RuntimeContainer sandbox, IProbeResults probes, List<ContainerKill> kill)
    {
        if (InSandbox(state, container, sandbox) is not { State: ContainerRunState.Running } running) return true;
        if (running.Hash != ContainerHash.Of(container))
            kill.Add(new ContainerKill(running, container, $"Container {container.Name} definition changed, will be restarted"));
        else if (probes.FailedProbe(running.Id) is { } failed)
            kill.Add(new ContainerKill(running, container, $"Container {container.Name} failed {failed.Name} probe, will be restarted", failed.GraceSeconds));
        else
            return false;
        return true;
    }

    /// <summary>True where every app container has ended for good; what sidecars remain then end, too.</summary>
    private static bool AllEnded(Pod pod, PodContainers state, RuntimeContainer sandbox) =>
        pod.Spec.Containers.All(container => InSandbox(state, container, sandbox) is { State: ContainerRunState.Exited });

    private static PodPlan PlanWithoutSandbox(Pod pod, PodContainers state)
    {
        var attempt = state.LatestSandbox is { } last ? last.Attempt + 1 : 0;
        var mayRestart = pod.Spec.Containers.Where(container => state.Latest(container.Name) is not { } latest || PodRules.RestartsAfter(pod, latest)).ToArray();
        // A pod that was never complete is finished by nothing but its init containers.
        if (mayRestart.Length == 0 || InitFailedForGood(pod, state)) return new PodPlan { StopAll = state.Running.Any() };

        Container[] start = pod.Spec.InitContainers.Count > 0 ? [pod.Spec.InitContainers[0]] : mayRestart;
        return new PodPlan { StopAll = state.Running.Any(), NewSandbox = attempt, Start = start };
    }

    private static bool InitFailedForGood(Pod pod, PodContainers state) => pod.Spec.RestartPolicy == "Never"
        && pod.Spec.InitContainers.Any(container => !PodRules.IsSidecar(container) && state.Latest(container.Name) is { State: ContainerRunState.Exited, ExitCode: not 0 });
}
