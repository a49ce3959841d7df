using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Status;

/// <summary>Brings one pod's status to the API: only what has changed, one request at a time, the newest status wins.</summary>
internal sealed partial class PodStatusWriter(IApiClient client, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Pod? known;
    private (Pod Pod, PodStatus Status)? wanted;
    private Task writing = Task.CompletedTask;

    /// <summary>The pod as the API last had it: from the watch or from our own write, whichever is newer.</summary>
    public Pod Latest(Pod pod)
    {
        lock (gate)
        {
            if (known is null || known.Metadata.Uid != pod.Metadata.Uid || Version(pod) >= Version(known)) known = pod;
            return known;
        }
    }

    /// <summary>Takes a status to write; returns at once.</summary>
    public void Submit(Pod pod, PodStatus status, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            wanted = (pod, status);
            if (writing.IsCompleted) writing = WriteAllAsync(cancellationToken);
        }
    }

    /// <summary>Completes when all that was submitted has been written or given up.</summary>
    public Task FlushAsync()
    {
        lock (gate) return writing;
    }

    private static ulong Version(Pod pod) => ulong.TryParse(pod.Metadata.ResourceVersion, out var version) ? version : 0;

    private async Task WriteAllAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (true)
        {
            Pod pod;
            PodStatus status;
            lock (gate)
            {
                if (wanted is null || cancellationToken.IsCancellationRequested)
                {
                    writing = Task.CompletedTask;
                    return;
                }
                (pod, status) = wanted.Value;
                wanted = null;
            }
            try
            {
                await WriteAsync(pod, status, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Failed(logger, pod.Metadata.Namespace, pod.Metadata.Name, e.Message);
                lock (gate) wanted ??= (pod, status);
                await Task.Delay(RetryDelay, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task WriteAsync(Pod pod, PodStatus status, CancellationToken cancellationToken)
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

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The status of pod {Namespace}/{Name} could not be written: {Error}")]
        public static partial void Failed(ILogger logger, string @namespace, string name, string error);

        [LoggerMessage(Level = LogLevel.Debug, Message = "The status of pod {Namespace}/{Name} was refused: {Error}")]
        public static partial void Dropped(ILogger logger, string @namespace, string name, string error);
    }
}
