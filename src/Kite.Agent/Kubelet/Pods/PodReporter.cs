using Kite.Agent.Images;
using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Kubelet.Status;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Computes a pod's status from what is known and hands it to the pod's writer.</summary>
internal sealed class PodReporter(RuntimeCache cache, IContainerRuntime runtime, ImageCache images, NodeAddresses addresses, TerminationMessages messages, ResourceSettings resources, TimeProvider clock)
{
    /// <summary>Reports; the request goes out beside whatever comes next.</summary>
    public async Task ReportAsync(PodWork work, CancellationToken cancellationToken)
    {
        if (work.IsGone) return;
        work.Take(work.Status.Latest(work.Desired));
        var state = LostContainers.Of(cache.Pod(work.Identity.Uid), work.Pod);
        await CollectMessagesAsync(work, state, cancellationToken);
        var status = PodStatusBuilder.Build(work.Pod, new PodObservation
        {
            Containers = state,
            Probes = work.Probes,
            Waiting = work.Waiting,
            TerminationMessages = work.TerminationMessages,
            ImageDigest = images.DigestOf,
            ResourcesOf = container => resources.Of(work.Pod, container),
            Scheme = runtime.Scheme,
            ImageScheme = runtime.ImageScheme,
            HostAddresses = addresses.All,
            StartTime = work.StartTime,
            Now = clock.GetUtcNow(),
            Rejection = work.Rejection,
            Failure = work.Failure,
            Resize = work.Resize.Conditions,
            WholeResources = work.Resize.WholeOf(work.Pod),
            IsRestartingAll = work.IsRestartingAll,
            Round = work.Round,
            IsTerminating = work.IsTerminating,
        });
        work.Status.Submit(work.Desired, work.Pod, status, CancellationToken.None);
    }

    /// <summary>What the API was told of a container's end before; its files may be gone by now.</summary>
    private static ContainerStateTerminated? Reported(Pod pod, string containerId) => PodRules.AllStatuses(pod)
        .SelectMany(status => new[] { status.State?.Terminated, status.LastState?.Terminated }).FirstOrDefault(ended => ended?.ContainerID == containerId);

    private async Task CollectMessagesAsync(PodWork work, PodContainers state, CancellationToken cancellationToken)
    {
        foreach (var ended in state.All.Where(container => container is { IsSandbox: false, IsLost: false, State: ContainerRunState.Exited }))
        {
            if (work.TerminationMessages.ContainsKey(ended.Id)) continue;
            if (Reported(work.Pod, $"{runtime.Scheme}://{ended.Id}") is { } reported)
            {
                work.TerminationMessages[ended.Id] = reported.Message ?? "";
                continue;
            }
            var spec = PodRules.AllContainers(work.Pod).FirstOrDefault(container => container.Name == ended.Name);
            work.TerminationMessages[ended.Id] = spec is null ? "" : await messages.ReadAsync(ended, spec, cancellationToken);
        }
    }
}
