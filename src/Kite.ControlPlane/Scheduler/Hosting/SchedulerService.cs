using System.Threading.Channels;
using Kite.Api.Client;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler.Decisions;
using Kite.ControlPlane.Scheduler.Queues;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ControlPlane.Scheduler.Hosting;

/// <summary>The scheduler's loop: it alone owns snapshot and queue; informers and writers send it changes.</summary>
internal sealed partial class SchedulerService(IInformerFactory informers, PodScheduler scheduler, PodWriter writer, SchedulerOptions options, TimeProvider time, ILogger<SchedulerService> logger) : BackgroundService
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(30);

    private readonly Channel<Action> changes = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SchedulingQueue queue = new(options, time);
    private readonly ApiWrites writes = new(options.ConcurrentWrites);
    private int start;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the thread that starts the host: deciding is work for the processor.
        await Task.Yield();
        var state = new ClusterState(queue, options.SchedulerName);
        var writing = writes.RunAsync(stoppingToken);
        try
        {
            await WatchAsync(state, stoppingToken);
            await RunAsync(state, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Shutting down.
        }
        await writing;
    }

    private async Task WatchAsync(ClusterState state, CancellationToken cancellationToken)
    {
        var (nodes, pods, namespaces) = (informers.For<Node>(), informers.For<Pod>(), informers.For<Namespace>());
        nodes.OnChange(change => changes.Writer.TryWrite(() => state.Apply(change)));
        pods.OnChange(change => changes.Writer.TryWrite(() => state.Apply(change)));
        namespaces.OnChange(change => changes.Writer.TryWrite(() => state.Apply(change)));
        await Task.WhenAll(nodes.WaitForSyncAsync(cancellationToken), pods.WaitForSyncAsync(cancellationToken), namespaces.WaitForSyncAsync(cancellationToken));
    }

    private async Task RunAsync(ClusterState state, CancellationToken cancellationToken)
    {
        var flushAt = time.GetUtcNow() + FlushInterval;
        while (!cancellationToken.IsCancellationRequested)
        {
            while (changes.Reader.TryRead(out var apply)) apply();
            if (queue.Take() is { } queued)
            {
                Attempt(state, queued);
                continue;
            }
            await WaitAsync(flushAt, cancellationToken);
            if (time.GetUtcNow() < flushAt) continue;
            queue.Flush();
            flushAt = time.GetUtcNow() + FlushInterval;
        }
    }

    private async Task WaitAsync(DateTimeOffset flushAt, CancellationToken cancellationToken)
    {
        var until = queue.NextRelease() is { } release && release < flushAt ? release : flushAt;
        var wait = until - time.GetUtcNow();
        if (wait <= TimeSpan.Zero) return;
        using var timeout = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await changes.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            // A back-off has ended.
        }
    }

    private void Attempt(ClusterState state, QueuedPod queued)
    {
        try
        {
            var decision = scheduler.Decide(queued.Pod, state.Snapshot, start);
            var count = state.Snapshot.Nodes.Count;
            start = count == 0 ? 0 : (start + decision.Evaluated) % count;
            if (decision.NodeName is { } nodeName) Bind(state, queued, nodeName);
            else PutBack(queued, decision);
        }
        catch (Exception e)
        {
            // One pod that can't be decided on mustn't stop the others.
            Log.DecisionFailed(logger, e, queued.Pod.Key.Namespace, queued.Pod.Key.Name);
            queue.Retry(queued);
        }
    }

    private void PutBack(QueuedPod queued, Decision decision)
    {
        queue.PutBack(queued, decision.RetryOn);
        var pod = queued.Pod;
        writes.Enqueue(token => writer.ReportAsync(pod, "Unschedulable", decision.Message, decision.NominatedNodeName, token));
    }

    private void Bind(ClusterState state, QueuedPod queued, string nodeName)
    {
        var pod = queued.Pod;
        state.Assume(pod, nodeName);
        writes.Enqueue(async token =>
        {
            if (await writer.BindAsync(pod, nodeName, token) is not { } error) return;
            changes.Writer.TryWrite(() =>
            {
                if (!state.Unassume(pod)) return;
                queue.Retry(queued);
            });
            await writer.ReportAsync(pod, "SchedulerError", $"binding rejected: running Bind plugin \"DefaultBinder\": {error}", null, token);
        });
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Deciding where {Namespace}/{Name} goes failed")]
        public static partial void DecisionFailed(ILogger logger, Exception error, string @namespace, string name);
    }
}
