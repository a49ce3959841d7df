using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Status;

/// <summary>Computes the status of one container.</summary>
internal static class ContainerStatusBuilder
{
    /// <summary>The status.</summary>
    /// <param name="container">The container's spec.</param>
    /// <param name="isInit">True for an init container.</param>
    /// <param name="initDone">True once the pod's init containers have done their work.</param>
    /// <param name="hasInit">True where the pod has init containers.</param>
    /// <param name="seen">What was seen of the pod.</param>
    public static ContainerStatus Build(Container container, bool isInit, bool initDone, bool hasInit, PodObservation seen)
    {
        var starts = seen.Containers.StartsOf(container.Name).Take(2).ToArray();
        var latest = starts.FirstOrDefault();
        var status = new ContainerStatus
        {
            Name = container.Name,
            Image = container.Image ?? "",
            ImageID = latest is null ? "" : ImageId(latest, seen),
            ContainerID = latest is null ? null : $"{seen.Scheme}://{latest.Id}",
            RestartCount = latest?.Attempt ?? 0,
            LastState = starts.Length > 1 ? Terminated(starts[1], container, seen) : ContainerState.Empty,
            Ready = false,
            Started = false,
            User = UserOf(latest, container.Name, seen),
        };
        seen.Waiting.TryGetValue(container.Name, out var waiting);
        if (latest is { State: ContainerRunState.Running })
        {
            var started = container.StartupProbe is null || seen.Probes.IsStarted(latest.Id);
            return status with
            {
                State = new ContainerState { Running = new ContainerStateRunning { StartedAt = latest.StartedAt } },
                Started = started,
                Ready = (!isInit || PodRules.IsSidecar(container)) && started && (container.ReadinessProbe is null || seen.Probes.IsReady(latest.Id)),
            };
        }
        if (latest is null)
        {
            // A container that somebody removed after the pod's end stays in the books.
            if (seen.Reported.FirstOrDefault(old => old.Name == container.Name) is { State.Terminated: not null } reported && seen.IsTerminating) return reported;
            var reason = waiting ?? new WaitingReason(hasInit && (isInit || !initDone) ? "PodInitializing" : "ContainerCreating", "");
            return status with { State = Waiting(reason) };
        }
        if (waiting is not null && !seen.IsTerminating)
            return status with { State = Waiting(waiting), LastState = Terminated(latest, container, seen) };
        return status with { State = Terminated(latest, container, seen), Ready = isInit && !PodRules.IsSidecar(container) && latest.ExitCode == 0 };
    }

    /// <summary>Who the container's first process ran as, when it began: what was reported once stays.</summary>
    private static ContainerUser? UserOf(RuntimeContainer? latest, string name, PodObservation seen)
    {
        if (latest is null) return null;
        var reported = seen.Reported.FirstOrDefault(old => old.Name == name && old.ContainerID == $"{seen.Scheme}://{latest.Id}")?.User;
        if (reported is not null || latest.User is not { } user) return reported;
        return new ContainerUser { Linux = new LinuxContainerUser { Uid = user.Uid, Gid = user.Gid, SupplementalGroups = user.Groups } };
    }

    private static ContainerState Waiting(WaitingReason reason) => new()
    {
        Waiting = new ContainerStateWaiting { Reason = reason.Reason, Message = reason.Message.Length == 0 ? null : reason.Message },
    };

    private static ContainerState Terminated(RuntimeContainer ended, Container container, PodObservation seen)
    {
        var message = seen.TerminationMessages.GetValueOrDefault(ended.Id, "");
        if (message.Length == 0) message = ended.Error;
        return new ContainerState
        {
            Terminated = new ContainerStateTerminated
            {
                ExitCode = ended.ExitCode,
                Reason = ended.OutOfMemory ? "OOMKilled" : ended.StartedAt is null ? "ContainerCannotRun" : ended.ExitCode == 0 ? "Completed" : "Error",
                Message = message.Length == 0 ? null : message,
                StartedAt = ended.StartedAt,
                FinishedAt = ended.FinishedAt,
                ContainerID = $"{seen.Scheme}://{ended.Id}",
            },
        };
    }

    private static string ImageId(RuntimeContainer container, PodObservation seen) =>
        seen.ImageDigest(container.ImageId) is { } digest ? $"{seen.Scheme}-pullable://{digest}" : $"{seen.Scheme}://{container.ImageId}";
}
