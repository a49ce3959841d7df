using System.Threading.Channels;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>The loop of one pod: whenever something about it may have changed, it is brought one step closer to its spec.</summary>
internal sealed partial class PodWorker(PodWork work, PodLifecycle lifecycle, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    private readonly PodStartTimer starting = new(work, clock);
    private readonly Lock gate = new();
    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Pod desired = work.Pod;
    private bool gone;
    private PodEviction? eviction;
    private CancellationTokenSource? step;

    /// <summary>The pod as the API last had it.</summary>
    public Pod Pod
    {
        get
        {
            lock (gate) return desired;
        }
    }

    /// <summary>True once the pod's source has it no more.</summary>
    public bool IsRemoved
    {
        get
        {
            lock (gate) return gone;
        }
    }

    /// <summary>Takes a new state of the pod. What is under way is given up where the pod is to end, or to end sooner.</summary>
    public void Update(Pod pod)
    {
        lock (gate)
        {
            var hurry = pod.Metadata.DeletionTimestamp is not null
                && (desired.Metadata.DeletionTimestamp is null || pod.Metadata.DeletionGracePeriodSeconds < desired.Metadata.DeletionGracePeriodSeconds);
            desired = pod;
            if (hurry) _ = step?.CancelAsync();
        }
        Signal();
    }

    /// <summary>Says that the API has the pod no more.</summary>
    public void Remove()
    {
        lock (gate)
        {
            gone = true;
            _ = step?.CancelAsync();
        }
        Signal();
    }

    /// <summary>Says that the node ends the pod; the first reason counts.</summary>
    public void Evict(PodEviction reason)
    {
        lock (gate)
        {
            eviction ??= reason;
            _ = step?.CancelAsync();
        }
        Signal();
    }

    /// <summary>Says that something about the pod may have changed.</summary>
    public void Signal() => signals.Writer.TryWrite(true);

    /// <summary>Runs until the pod is no more, or the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Signal();
        TimeSpan? wake = null;
        var isFirst = true;
        while (await WaitAsync(wake, cancellationToken))
        {
            using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            lock (gate)
            {
                work.Take(desired);
                work.IsGone = gone;
                work.Failure ??= eviction;
                step = source;
            }
            try
            {
                var began = clock.GetTimestamp();
                var outcome = await lifecycle.SyncAsync(work, source.Token);
                work.Meters.Synced(work.IsTerminating ? "terminating" : isFirst ? "create" : "sync", clock.GetElapsedTime(began));
                isFirst = false;
                if (outcome.IsFinished) return;
                starting.Observe(work.Pod);
                wake = outcome.Wake;
            }
            catch (OperationCanceledException) when (source.IsCancellationRequested)
            {
                wake = TimeSpan.Zero;
            }
            catch (Exception e)
            {
                Log.Failed(logger, work.Identity.Namespace, work.Identity.Name, e.Message);
                wake = RetryDelay;
            }
            finally
            {
                lock (gate) step = null;
            }
        }
    }

    private async Task<bool> WaitAsync(TimeSpan? wake, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return false;
        using var timeout = new CancellationTokenSource(wake is { } delay ? (delay < TimeSpan.Zero ? TimeSpan.Zero : delay) : Timeout.InfiniteTimeSpan, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await signals.Reader.ReadAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is time to look again.
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Pod {Namespace}/{Name} could not be brought to its spec: {Error}")]
        public static partial void Failed(ILogger logger, string @namespace, string name, string error);
    }
}
