using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Status;

/// <summary>Computes the statuses of a pod's containers.</summary>
internal sealed class ContainerStatusBuilder(Pod pod, PodObservation seen)
{
    private readonly bool hasInit = pod.Spec.InitContainers.Count > 0;
    private readonly bool hasStarted = pod.Spec.Containers.Any(container => seen.Containers.Latest(container.Name) is { IsLost: false });

    /// <summary>The statuses of the init containers.</summary>
    public ContainerStatus[] Init() => pod.Spec.InitContainers.Select(container => Build(container, Reported(pod.Status.InitContainerStatuses, container), isInit: true)).ToArray();

    /// <summary>The statuses of the containers proper.</summary>
    public ContainerStatus[] Main() => pod.Spec.Containers.Select(container => Build(container, Reported(pod.Status.ContainerStatuses, container), isInit: false)).ToArray();

    /// <summary>The statuses of the ephemeral containers; nobody waits for them to be ready.</summary>
    public ContainerStatus[] Ephemeral() => EphemeralContainers.Of(pod)
        .Select(container => Build(container, Reported(pod.Status.EphemeralContainerStatuses, container), isInit: false) with { Ready = false, Started = null }).ToArray();

    private static ContainerStatus? Reported(IReadOnlyList<ContainerStatus> statuses, Container container) => statuses.FirstOrDefault(status => status.Name == container.Name);

    private ContainerStatus Build(Container container, ContainerStatus? reported, bool isInit)
    {
        var starts = seen.Containers.StartsOf(container.Name).Take(2).ToArray();
        var latest = starts.FirstOrDefault();
        var status = new ContainerStatus
        {
            Name = container.Name,
            Image = container.Image ?? "",
            ImageID = latest is null ? "" : latest.IsLost ? reported?.ImageID ?? "" : ImageId(latest, reported),
            ContainerID = latest is null ? null : $"{seen.Scheme}://{latest.Id}",
            RestartCount = latest?.Attempt ?? reported?.RestartCount ?? 0,
            LastState = LastState(container, starts, reported),
            Ready = false,
            Started = false,
            User = UserOf(latest, reported),
            Resources = latest is null ? null : ContainerAmounts.Of(container, latest, seen.ResourcesOf),
            AllocatedResources = latest is null ? ContainerStatus.Empty.AllocatedResources : container.Resources?.Requests ?? ContainerStatus.Empty.AllocatedResources,
            VolumeMounts = container.VolumeMounts.Select(MountOf).ToArray(),
        };
        if (latest is { State: ContainerRunState.Running }) return Running(status, container, latest, isInit);
        var waiting = seen.IsTerminating ? null : seen.Waiting.GetValueOrDefault(container.Name);
        if (latest is null) return Absent(status, waiting, reported, isInit && !PodRules.IsSidecar(container));
        var ended = Ended(latest, container, reported);
        if (waiting is null && !seen.IsTerminating && WholeRestart.IsBefore(pod, latest, seen.Round)) waiting = NotYet;
        if (waiting is not null) return status with { State = Waiting(waiting), LastState = ended };
        return status with { State = ended, Ready = isInit && !PodRules.IsSidecar(container) && latest.ExitCode == 0 };
    }

    /// <summary>Why a container hasn't begun yet of which nothing is known.</summary>
    private WaitingReason NotYet => new(hasInit ? "PodInitializing" : "ContainerCreating", "");

    private ContainerStatus Running(ContainerStatus status, Container container, RuntimeContainer running, bool isInit)
    {
        var started = container.StartupProbe is null || seen.Probes.IsStarted(running.Id);
        return status with
        {
            State = new ContainerState { Running = new ContainerStateRunning { StartedAt = running.StartedAt } },
            Started = started,
            Ready = (!isInit || PodRules.IsSidecar(container)) && started && (container.ReadinessProbe is null || seen.Probes.IsReady(running.Id)),
        };
    }

    /// <summary>A container that was never started, or that somebody removed after its end.</summary>
    private ContainerStatus Absent(ContainerStatus status, WaitingReason? waiting, ContainerStatus? reported, bool isRegularInit)
    {
        if (reported is { State.Terminated: not null } && (seen.IsTerminating || isRegularInit)) return reported;
        if (isRegularInit && hasStarted && waiting is null)
        {
            var done = new ContainerStateTerminated
            {
                Reason = "Completed",
                Message = "Unable to get init container status from container runtime and pod has been initialized, treat it as exited normally",
            };
            return status with { State = new ContainerState { Terminated = done }, Ready = true };
        }
        return status with { State = Waiting(waiting ?? NotYet) };
    }

    private ContainerState LastState(Container container, RuntimeContainer[] starts, ContainerStatus? reported)
    {
        if (starts.Length > 1) return Ended(starts[1], container, reported);
        if (reported is null || starts is [{ Attempt: 0 }]) return ContainerState.Empty;
        // The one before was removed: what was told of it stands.
        return starts.Length == 1 && reported.State?.Terminated is not null && LostContainers.IdOf(reported.ContainerID) != starts[0].Id ? reported.State : reported.LastState ?? ContainerState.Empty;
    }

    /// <summary>Who the container's first process ran as, when it began: what was reported once stays.</summary>
    private static ContainerUser? UserOf(RuntimeContainer? latest, ContainerStatus? reported)
    {
        if (latest is null) return null;
        var known = LostContainers.IdOf(reported?.ContainerID) == latest.Id ? reported!.User : null;
        if (known is not null || latest.User is not { } user) return known;
        return new ContainerUser { Linux = new LinuxContainerUser { Uid = user.Uid, Gid = user.Gid, SupplementalGroups = user.Groups } };
    }

    private static ContainerState Waiting(WaitingReason reason) => new()
    {
        Waiting = new ContainerStateWaiting { Reason = reason.Reason, Message = reason.Message.Length == 0 ? null : reason.Message },
    };

    private ContainerState Ended(RuntimeContainer ended, Container container, ContainerStatus? reported)
    {
        if (ended.IsLost) return Lost(ended, reported);
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

    private ContainerState Lost(RuntimeContainer lost, ContainerStatus? reported)
    {
        foreach (var state in new[] { reported?.State, reported?.LastState })
            if (state?.Terminated is { } ended && LostContainers.IdOf(ended.ContainerID) == lost.Id) return state;
        return new ContainerState { Terminated = UnstartedContainers.Unknown($"{seen.Scheme}://{lost.Id}") };
    }

    private static VolumeMountStatus MountOf(VolumeMount mount) => new()
    {
        Name = mount.Name,
        MountPath = mount.MountPath,
        ReadOnly = mount.ReadOnly is true ? true : null,
        RecursiveReadOnly = mount.ReadOnly is not true ? null : Settings.VolumeMounts.IsRecursive(mount) ? "Enabled" : "Disabled",
    };

    /// <summary>Where its image came from, else the image's own id. After a restart of Kite only what was told before still says where.</summary>
    private string ImageId(RuntimeContainer container, ContainerStatus? reported)
    {
        var hasScheme = seen.ImageScheme.Length > 0;
        if (seen.ImageDigest(container.ImageId) is { } digest) return hasScheme ? $"{seen.ImageScheme}-pullable://{digest}" : digest;
        if (reported is { ImageID.Length: > 0 } && LostContainers.IdOf(reported.ContainerID) == container.Id) return reported.ImageID;
        return hasScheme ? $"{seen.ImageScheme}://{container.ImageId}" : container.ImageId;
    }
}
