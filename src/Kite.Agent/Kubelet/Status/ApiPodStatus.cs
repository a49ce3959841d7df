using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Status;

/// <summary>The status of a pod's own object in the API; only what has changed is written.</summary>
internal sealed partial class ApiPodStatus(IApiClient client, ILogger logger) : IPodStatusTarget
{
    private readonly Lock gate = new();
    private Pod? known;

    /// <summary>The pod as the API last had it: from the watch or from our own write, whichever is newer.</summary>
    public Pod Latest(Pod pod)
    {
        lock (gate)
        {
            if (known is null || known.Metadata.Uid != pod.Metadata.Uid || Version(pod) >= Version(known)) known = pod;
            return known;
        }
    }

    public void Decide(PodStatus status)
    {
        // The API's word counts, once it has been written there.
    }

    public async Task WriteAsync(Pod pod, PodStatus status, CancellationToken cancellationToken)
    {
        if (StatusPatch.Between(Latest(pod).Status, status, pod.Metadata.Uid) is not { } patch) return;
        try
        {
            Latest(await client.Resource<Pod>().PatchAsync(pod.Metadata.Namespace, pod.Metadata.Name, patch, cancellationToken, "status"));
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound or StatusReason.Conflict or StatusReason.Invalid)
        {
            // Gone, or another pod of the same name by now: nobody is left to tell.
            Log.Dropped(logger, pod.Metadata.Namespace, pod.Metadata.Name, e.Message);
        }
    }

    private static ulong Version(Pod pod) => ulong.TryParse(pod.Metadata.ResourceVersion, out var version) ? version : 0;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "The status of pod {Namespace}/{Name} was refused: {Error}")]
        public static partial void Dropped(ILogger logger, string @namespace, string name, string error);
    }
}
