using System.Collections.Concurrent;
using Kite.Agent.Kubelet.Status;
using Kite.Agent.Probes;
using Kite.Agent.Runtime;
using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Gives every pod of this node its worker, fed by the API and by the engine, and clears away what is left of pods that are no more.</summary>
internal sealed class PodWorkers(
    KubeletOptions options, IInformerFactory informers, IApiClient client, RuntimeCache cache, IRuntimeHealth health, PodLifecycle lifecycle, KubeletParts parts)
    : BackgroundService, IPodDirectory, IPodEvictor
{
    private readonly ConcurrentDictionary<string, PodWorker> workers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);
    private readonly IInformer<Pod> pods = informers.For<Pod>($"spec.nodeName={options.NodeName}");
    private CancellationToken stopping;

    public IReadOnlyCollection<Pod> Pods => workers.Values.Select(worker => worker.Pod).ToArray();

    public Pod? Find(ObjectKey key) => pods.Lister.Get(key);

    public PodContainers ContainersOf(Pod pod) => cache.Pod(pod.Metadata.Uid);

    public bool Evict(string uid, PodEviction eviction)
    {
        if (!workers.TryGetValue(uid, out var worker) || PodRules.IsFinished(worker.Pod)) return false;
        parts.Events.Record(ObjectReferences.To(worker.Pod), EventTypes.Warning, eviction.Reason, eviction.Message);
        worker.Evict(eviction);
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        stopping = stoppingToken;
        try
        {
            await lifecycle.WaitForSourcesAsync(stoppingToken);
            await health.WaitForSyncAsync(stoppingToken);
            await pods.WaitForSyncAsync(stoppingToken);
            cache.OnChange(Signal);
            pods.OnChange(Apply);
            foreach (var orphan in cache.Pods().Where(pod => !workers.ContainsKey(pod.Uid))) Orphan(orphan);
            await parts.Volumes.RemoveOrphansAsync(workers.ContainsKey, stoppingToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Containers go on running; whoever comes next adopts them.
        }
        await Task.WhenAll(running.Values);
    }

    private void Apply(InformerEvent<Pod> change)
    {
        if (change.Old is { } old && old.Metadata.Uid != change.Object.Metadata.Uid && workers.TryGetValue(old.Metadata.Uid, out var former)) former.Remove();
        if (change.Type is WatchEventType.Deleted)
        {
            if (!workers.TryGetValue(change.Object.Metadata.Uid, out var worker)) return;
            worker.Update(change.Object);
            worker.Remove();
        }
        else if (workers.TryGetValue(change.Object.Metadata.Uid, out var worker))
        {
            worker.Update(change.Object);
        }
        else
        {
            Start(change.Object);
        }
    }

    private void Signal(PodIdentity pod)
    {
        if (workers.TryGetValue(pod.Uid, out var worker)) worker.Signal();
    }

    private void Orphan(PodIdentity pod)
    {
        // Nothing but its name is known: enough to end it.
        Start(new Pod { Metadata = new() { Namespace = pod.Namespace, Name = pod.Name, Uid = pod.Uid } }).Remove();
    }

    private PodWorker Start(Pod pod)
    {
        PodWorker? worker = null;
        var probes = new PodProbes(parts.Prober, parts.Events, parts.Clock, () => worker!.Signal());
        var status = new PodStatusWriter(client, parts.Clock, parts.Loggers.CreateLogger<PodStatusWriter>());
        var work = new PodWork(pod, new RestartBackOff(parts.Clock), probes, status, parts.Clock.GetUtcNow());
        if (pod.Status.StartTime is not null) parts.Admissions.Enter(() => work.Pod);
        worker = new PodWorker(work, lifecycle, parts.Clock, parts.Loggers.CreateLogger<PodWorker>());
        workers[pod.Metadata.Uid] = worker;
        running[pod.Metadata.Uid] = RunAsync(pod.Metadata.Uid, worker, probes);
        return worker;
    }

    private async Task RunAsync(string uid, PodWorker worker, PodProbes probes)
    {
        await Task.Yield();
        await worker.RunAsync(stopping);
        await probes.StopAsync();
        parts.Admissions.Leave(uid);
        workers.TryRemove(uid, out _);
        running.TryRemove(uid, out _);
    }
}
