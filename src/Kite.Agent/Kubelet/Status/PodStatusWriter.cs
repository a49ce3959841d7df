using Kite.Agent.Kubelet.Record;
using Kite.Agent.Kubelet.Sources.Manifests;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Status;

/// <summary>Brings one pod's status to the API: one request at a time, the newest status wins, and the node's own record knows of it first.</summary>
internal sealed partial class PodStatusWriter(IPodStatusTarget target, PodRecord record, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private (Pod Pod, PodStatus Status)? wanted;
    private Task writing = Task.CompletedTask;
    private bool isAbandoned;

    /// <summary>The pod with its newest known status.</summary>
    public Pod Latest(Pod pod) => target.Latest(pod);

    /// <summary>Takes a status to write; returns at once.</summary>
    /// <param name="pod">The pod as the API has it.</param>
    /// <param name="granted">The pod as it runs, for the node's record.</param>
    /// <param name="status">The status.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public void Submit(Pod pod, Pod granted, PodStatus status, CancellationToken cancellationToken)
    {
        if (!StaticPods.IsStatic(pod)) record.Keep(granted with { Status = status });
        target.Decide(status);
        lock (gate)
        {
            if (isAbandoned) return;
            wanted = (pod, status);
            if (writing.IsCompleted) writing = WriteAllAsync(cancellationToken);
        }
    }

    /// <summary>Gives up what isn't written yet: nobody is left to tell.</summary>
    public void Abandon()
    {
        lock (gate)
        {
            isAbandoned = true;
            wanted = null;
        }
    }

    /// <summary>Completes when all that was submitted has been written or given up.</summary>
    public Task FlushAsync()
    {
        lock (gate) return writing;
    }

    private async Task WriteAllAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        var retry = FirstRetry;
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
                await target.WriteAsync(pod, status, cancellationToken);
                retry = FirstRetry;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                if (retry == FirstRetry) Log.Failed(logger, pod.Metadata.Namespace, pod.Metadata.Name, e.Message);
                lock (gate) wanted ??= isAbandoned ? null : (pod, status);
                await Task.Delay(retry, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The status of pod {Namespace}/{Name} could not be written: {Error}")]
        public static partial void Failed(ILogger logger, string @namespace, string name, string error);
    }
}
