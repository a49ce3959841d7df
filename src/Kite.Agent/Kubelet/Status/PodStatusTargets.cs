using Kite.Agent.Kubelet.Sources.Manifests;
using Kite.Agent.Kubelet.Sources.Mirrors;
using Kite.Api.Client;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Status;

/// <summary>Says where the status of a pod is told.</summary>
internal sealed class PodStatusTargets(IApiClient client, MirrorPods mirrors, ILogger<ApiPodStatus> logger)
{
    /// <summary>A target for one pod.</summary>
    public IPodStatusTarget For(Pod pod) => StaticPods.IsStatic(pod) ? new MirrorPodStatus(mirrors, client) : new ApiPodStatus(client, logger);
}
