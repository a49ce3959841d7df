using Kite.Agent.Kubelet.Pods.Resize;
using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Probes;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Plans the containers of a pod whose sandbox runs: init containers one by one, sidecars among them from their turn on, then the others side by side. Pure.</summary>
internal sealed class ContainersPlanner(Pod pod, PodContainers state, RuntimeContainer sandbox, IProbeResults probes, Func<Container, ContainerResources> resourcesOf)
{
    private readonly List<Container> start = [];
    private readonly List<ContainerKill> kill = [];
    private readonly List<ContainerResize> resize = [];
    private bool initFailed;

    /// <summary>The plan.</summary>
    public PodPlan Plan()
    {
        start.AddRange(EphemeralContainers.Of(pod).Where(container => state.Latest(container.Name) is null));
        if (!PlanInit()) return initFailed ? new PodPlan { StopAll = true } : new PodPlan { Start = start, Kill = kill, Resize = resize };
        var kept = pod.Spec.Containers.Count(PlanMain);
        // Sidecars serve others: with the last of those they end, too.
        return kept == 0 && kill.Count == 0 ? new PodPlan { StopAll = true } : new PodPlan { Start = start, Kill = kill, Resize = resize };
    }

    /// <summary>True once the containers proper may run.</summary>
    private bool PlanInit()
    {
        var initialized = pod.Spec.Containers.Any(container => InSandbox(container) is not null);
        var reached = pod.Spec.InitContainers.Select((container, index) => PodRules.IsSidecar(container) || InSandbox(container) is null ? 0 : index).DefaultIfEmpty().Max();
        for (var i = 0; i < pod.Spec.InitContainers.Count; i++)
        {
            var container = pod.Spec.InitContainers[i];
            if (PodRules.IsSidecar(container))
            {
                if (NeedsStart(container, "Init container")) start.Add(container);
                if (!initialized && !IsUp(container)) return false;
            }
            else if (!initialized && i >= reached && !HasDoneItsWork(container))
            {
                return false;
            }
        }
        return true;
    }

    private bool HasDoneItsWork(Container init)
    {
        switch (InSandbox(init))
        {
            case { State: ContainerRunState.Exited, ExitCode: 0 }:
                return true;
            case { State: ContainerRunState.Exited, ExitCode: var code } when !RestartRules.RestartsAfter(pod, init, code):
                initFailed = true;
                return false;
            case { State: ContainerRunState.Running } running:
                NeedsRestart(init, running);
                return false;
            default:
                start.Add(init);
                return false;
        }
    }

    /// <summary>True where the container runs on, or will.</summary>
    private bool PlanMain(Container container)
    {
        if (state.Latest(container.Name) is { State: ContainerRunState.Exited } ended && !RestartRules.RestartsAfter(pod, container, ended.ExitCode)) return false;
        if (!NeedsStart(container, "Container")) return kill.All(killed => killed.Running.Name != container.Name);
        start.Add(container);
        return true;
    }

    private RuntimeContainer? InSandbox(Container container) => state.Latest(container.Name) is { } latest && latest.SandboxId == sandbox.Id ? latest : null;

    private bool IsUp(Container sidecar) => InSandbox(sidecar) is { State: ContainerRunState.Running } running && (sidecar.StartupProbe is null || probes.IsStarted(running.Id));

    /// <summary>True where a container that should run has to be started; one that runs but shouldn't any more is put on the list to kill.</summary>
    private bool NeedsStart(Container container, string kind)
    {
        if (InSandbox(container) is not { State: ContainerRunState.Running } running) return true;
        var isChanged = running.Hash != ContainerHash.Of(container);
        var failed = probes.FailedProbe(running.Id);
        if (!isChanged && failed is null) return NeedsRestart(container, running);
        var restarts = isChanged || RestartRules.RestartsAfterKill(pod, container);
        var why = isChanged ? $"{kind} {container.Name} definition changed" : $"{kind} {container.Name} failed {failed!.Name} probe";
        kill.Add(new ContainerKill(running, container, restarts ? $"{why}, will be restarted" : why, isChanged ? null : failed!.GraceSeconds));
        return restarts;
    }

    /// <summary>True where a container has to be restarted to get other amounts; one that gets them as it runs is put on the list to resize.</summary>
    private bool NeedsRestart(Container container, RuntimeContainer running)
    {
        if (ContainerResize.Of(running, container, resourcesOf(container)) is not { } change) return false;
        if (change.NeedsRestart) kill.Add(new ContainerKill(running, container, $"Container {container.Name} resize requires restart"));
        else resize.Add(change);
        return change.NeedsRestart;
    }
}
