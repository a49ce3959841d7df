using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Containers that have run and that the engine doesn't know any more, because somebody removed them: they ended, whatever became of them, and aren't to run twice.</summary>
internal static class LostContainers
{
    /// <summary>The exit code of a container of which nobody knows how it ended.</summary>
    public const int UnknownExitCode = 137;

    /// <summary>What the engine holds, and what it held by what the API was told.</summary>
    public static PodContainers Of(PodContainers state, Pod pod)
    {
        List<RuntimeContainer>? lost = null;
        foreach (var status in PodRules.AllStatuses(pod))
        {
            var ended = status.State?.Terminated ?? (status.State?.Waiting is not null ? status.LastState?.Terminated : null);
            var id = IdOf(ended?.ContainerID ?? status.ContainerID);
            if (id.Length == 0 || (ended is null && status.State?.Running is null)) continue;
            if (state.All.Any(container => container.Id == id) || state.Latest(status.Name) is { } latest && latest.Attempt >= status.RestartCount) continue;
            (lost ??= []).Add(Lost(pod, status, id, ended));
        }
        return lost is null ? state : new PodContainers([.. lost, .. state.All]);
    }

    private static RuntimeContainer Lost(Pod pod, ContainerStatus status, string id, ContainerStateTerminated? ended) => new()
    {
        Id = id,
        Pod = PodRules.IdentityOf(pod),
        Name = status.Name,
        Attempt = status.RestartCount,
        State = ContainerRunState.Exited,
        IsLost = true,
        StartedAt = ended?.StartedAt ?? status.State?.Running?.StartedAt,
        FinishedAt = ended?.FinishedAt,
        ExitCode = ended?.ExitCode ?? UnknownExitCode,
        Image = status.Image,
    };

    /// <summary>The engine's id in an id of the API, <c>scheme://id</c>.</summary>
    public static string IdOf(string? containerId) => containerId is null ? "" : containerId[(containerId.LastIndexOf('/') + 1)..];
}
