using Kite.Agent.Kubelet.Status;
using Kite.Api.Client;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Sources.Mirrors;

/// <summary>The status of a static pod: the node's word counts, the mirror in the API only shows it.</summary>
internal sealed class MirrorPodStatus(MirrorPods mirrors, IApiClient client) : IPodStatusTarget
{
    private volatile PodStatus? decided;
    private Pod? written;

    public Pod Latest(Pod pod) => decided is { } status ? pod with { Status = status } : pod;

    public void Decide(PodStatus status) => decided = status;

    public async Task WriteAsync(Pod pod, PodStatus status, CancellationToken cancellationToken)
    {
        var mirror = await mirrors.EnsureAsync(pod, cancellationToken);
        // The watch may be behind our own last write.
        if (written is not null && written.Metadata.Uid == mirror.Metadata.Uid && Version(written) > Version(mirror)) mirror = written;
        if (StatusPatch.Between(mirror.Status, status, mirror.Metadata.Uid) is not { } patch) return;
        written = await client.Resource<Pod>().PatchAsync(mirror.Metadata.Namespace, mirror.Metadata.Name, patch, cancellationToken, "status");
    }

    private static ulong Version(Pod pod) => ulong.TryParse(pod.Metadata.ResourceVersion, out var version) ? version : 0;
}
