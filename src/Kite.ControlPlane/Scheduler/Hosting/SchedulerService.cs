using System.Threading.Channels;
using Kite.Api.Client;
using Kite.Api.Clocks;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler.Decisions;
using Kite.ControlPlane.Scheduler.Plugins;
using Kite.ControlPlane.Scheduler.Queues;
using Kite.ControlPlane.Scheduler.Snapshots;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ControlPlane.Scheduler.Hosting;

/// <summary>The scheduler's loop: it alone owns snapshot and queue; informers and writers send it changes.</summary>
internal sealed partial class SchedulerService(IInformerFactory informers, PodScheduler scheduler, PodWriter writer, VolumeWriter volumeWriter, SchedulerOptions options, TimeProvider time, ILogger<SchedulerService> logger) : BackgroundService
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(30);

    private readonly Channel<Action> changes = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SchedulingQueue queue = new(options, time);
    private readonly ApiWrites writes = new(options.ConcurrentWrites);
    private VolumeWaits waits = null!;
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
        var (nodes, pods, namespaces, volumes) = (informers.For<Node>(), informers.For<Pod>(), informers.For<Namespace>(), state.Snapshot.Volumes);
        // Volumes first: a pod that comes before its claim would be told that there is none.
        await Task.WhenAll(
            FollowAsync(state, volumes.Claims, cancellationToken), FollowAsync(state, volumes.Volumes, cancellationToken), FollowAsync(state, volumes.Classes, cancellationToken),
            FollowAsync(state, volumes.Nodes, cancellationToken), FollowAsync(state, volumes.Drivers, cancellationToken), FollowAsync(state, volumes.Capacities, cancellationToken));
        nodes.OnChange(change => changes.Writer.TryWrite(() => state.Apply(change)));
        pods.OnChange(change => changes.Writer.TryWrite(() => state.Apply(change)));
        namespaces.OnChange(change => changes.Writer.TryWrite(() => state.Apply(change)));
        await Task.WhenAll(nodes.WaitForSyncAsync(cancellationToken), pods.WaitForSyncAsync(cancellationToken), namespaces.WaitForSyncAsync(cancellationToken));
    }

    private Task FollowAsync<T>(ClusterState state, Dictionary<ObjectKey, T> objects, CancellationToken cancellationToken)
        where T : class, IApiObject<T>
    {
        var informer = informers.For<T>();
        informer.OnChange(change => changes.Writer.TryWrite(() => state.Apply(objects, change)));
        return informer.WaitForSyncAsync(cancellationToken);
    }

    private async Task RunAsync(ClusterState state, CancellationToken cancellationToken)
    {
        waits = new VolumeWaits(state.Snapshot.Volumes, time);
        var flushAt = time.Uptime() + FlushInterval;
        while (!cancellationToken.IsCancellationRequested)
        {
            while (changes.Reader.TryRead(out var apply)) apply();
            foreach (var (waiting, nodeName, failure) in waits.TakeEnded()) EndWait(state, waiting, nodeName, failure);
            if (queue.Take() is { } queued)
            {
                Attempt(state, queued);
                continue;
            }
            await WaitAsync(flushAt, cancellationToken);
            if (time.Uptime() < flushAt) continue;
            queue.Flush();
            flushAt = time.Uptime() + FlushInterval;
        }
    }

    private async Task WaitAsync(TimeSpan flushAt, CancellationToken cancellationToken)
    {
        var until = queue.NextRelease() is { } release && release < flushAt ? release : flushAt;
        var wait = until - time.Uptime();
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
        var plan = state.Snapshot.Find(nodeName) is { } node ? VolumeBinding.PlanFor(queued.Pod.Pod, node, state.Snapshot.Volumes) : VolumePlan.Empty;
        state.Assume(queued.Pod, nodeName);
        if (plan.IsEmpty)
        {
            BindPod(state, queued, nodeName);
            return;
        }
        waits.Add(queued, nodeName, plan);
        writes.Enqueue(async token =>
        {
            if (await volumeWriter.WriteAsync(plan, nodeName, token) is not { } error) return;
            changes.Writer.TryWrite(() =>
            {
                if (waits.Remove(queued)) EndWait(state, queued, nodeName, error);
            });
        });
    }

    /// <summary>The pod's claims have their volumes, or won't get them on this node.</summary>
    private void EndWait(ClusterState state, QueuedPod queued, string nodeName, string? failure)
    {
        var pod = queued.Pod;
        if (!state.IsAssumed(pod)) return;
        if (failure is null)
        {
            BindPod(state, queued, nodeName);
            return;
        }
        if (state.Unassume(pod)) queue.Retry(queued);
        writes.Enqueue(token => writer.ReportAsync(pod, "SchedulerError", $"running PreBind plugin \"VolumeBinding\": binding volumes: {failure}", null, token));
    }

    private void BindPod(ClusterState state, QueuedPod queued, string nodeName)
    {
        var pod = queued.Pod;
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
