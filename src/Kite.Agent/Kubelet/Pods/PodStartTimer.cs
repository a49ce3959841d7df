using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Times one pod from the moment that the node knew of it to the moment that all its containers run. Pods that ran before this kubelet did aren't timed.</summary>
internal sealed class PodStartTimer(PodWork work, TimeProvider clock)
{
    private bool isDone = work.Pod.Status.StartTime is not null;

    /// <summary>Looks whether the pod runs by now.</summary>
    public void Observe(Pod pod)
    {
        if (isDone || pod.Status.ContainerStatuses.Count == 0 || !pod.Status.ContainerStatuses.All(status => status.State is { Running: not null } or { Terminated: not null })) return;
        isDone = true;
        var now = clock.GetUtcNow();
        work.Meters.PodRuns(now - work.StartTime, now - (pod.Metadata.CreationTimestamp ?? work.StartTime), work.PullTime + Initialisation(pod));
    }

    /// <summary>How long its init containers took.</summary>
    private static TimeSpan Initialisation(Pod pod)
    {
        var ends = pod.Status.InitContainerStatuses.Select(status => status.State?.Terminated).OfType<ContainerStateTerminated>().ToArray();
        return ends.Length > 0 && ends.Max(end => end.FinishedAt) is { } last && ends.Min(end => end.StartedAt) is { } first ? last - first : TimeSpan.Zero;
    }
}
