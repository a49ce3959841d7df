using System.Collections.Concurrent;
using Kite.Agent.Kubelet.Pods.Resize;
using Kite.Agent.Kubelet.Record;
using Kite.Agent.Kubelet.Sources.Manifests;
using Kite.Agent.Kubelet.Status;
using Kite.Agent.Probes;
using Kite.Agent.Runtime;
using Kite.Api.Client.Events;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Gives every pod of this node its worker. A static pod waits for the one of its name before it.</summary>
internal sealed class PodWorkers(RuntimeCache cache, PodRecord record, PodStatusTargets targets, PodLifecycle lifecycle, KubeletParts parts) : IPodDirectory, IPodEvictor
{
    private readonly ConcurrentDictionary<string, PodWorker> workers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectKey, Pod> waiting = [];
    private readonly Lock gate = new();
    private CancellationToken stopping;

    public IReadOnlyCollection<Pod> Pods => workers.Values.Select(worker => worker.Pod).ToArray();

    /// <summary>Says when workers have to stop; to be called before anything else.</summary>
    public void Begin(CancellationToken stoppingToken) => stopping = stoppingToken;

    /// <summary>Completes when all workers have ended; containers go on running.</summary>
    public Task EndedAsync() => Task.WhenAll(running.Values);

    public Pod? Find(ObjectKey key)
    {
        PodWorker? found = null;
        foreach (var worker in workers.Values)
            if (ObjectKey.Of(worker.Pod) == key && (found is null || found.IsRemoved)) found = worker;
        return found?.Pod;
    }

    public PodContainers ContainersOf(Pod pod) => cache.Pod(pod.Metadata.Uid);

    /// <summary>True where the pod has a worker.</summary>
    public bool Contains(string uid) => workers.ContainsKey(uid);

    /// <summary>Takes a new state of a pod, or a new pod.</summary>
    public void Apply(Pod pod)
    {
        lock (gate)
        {
            if (workers.TryGetValue(pod.Metadata.Uid, out var worker)) worker.Update(pod);
            else if (StaticPods.IsStatic(pod) && Find(ObjectKey.Of(pod)) is { } before)
            {
                waiting[ObjectKey.Of(pod)] = pod;
                Remove(before.Metadata.Uid);
            }
            else Start(pod);
        }
    }

    /// <summary>Ends a pod that its source has no more.</summary>
    public void Remove(string uid)
    {
        if (workers.TryGetValue(uid, out var worker)) worker.Remove();
    }

    /// <summary>Ends what is left of a pod of which nothing but its name is known.</summary>
    public void RemoveOrphan(PodIdentity pod)
    {
        lock (gate)
        {
            if (!Contains(pod.Uid)) Start(new Pod { Metadata = new() { Namespace = pod.Namespace, Name = pod.Name, Uid = pod.Uid } }).Remove();
        }
    }

    /// <summary>Says that something of a pod has changed in the engine or elsewhere; false where the pod has no worker.</summary>
    public bool Signal(string uid)
    {
        if (!workers.TryGetValue(uid, out var worker)) return false;
        worker.Signal();
        return true;
    }

    /// <summary>Says that something may have changed about every pod.</summary>
    public void SignalAll()
    {
        foreach (var worker in workers.Values) worker.Signal();
    }

    public bool Evict(string uid, PodEviction eviction)
    {
        if (!workers.TryGetValue(uid, out var worker) || PodRules.IsFinished(worker.Pod)) return false;
        parts.Events.Record(ObjectReferences.To(worker.Pod), EventTypes.Warning, eviction.Reason, eviction.Message);
        worker.Evict(eviction);
        return true;
    }

    private PodWorker Start(Pod pod)
    {
        PodWorker? worker = null;
        var probes = new PodProbes(parts.Prober, parts.Events, parts.Clock, () => worker!.Signal());
        var status = new PodStatusWriter(targets.For(pod), record, parts.Clock, parts.Loggers.CreateLogger<PodStatusWriter>());
        var work = new PodWork(pod, new RestartBackOff(parts.Clock), probes, status, new PodResize(pod, record.Find(pod.Metadata.Uid)), parts.Clock.GetUtcNow()) { Changed = () => worker!.Signal(), Meters = parts.Meters };
        if (pod.Status.StartTime is not null) parts.Admissions.Enter(() => work.Granted);
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
        await parts.Resizes.ForgetAsync(uid, CancellationToken.None);
        await parts.Resizes.RetryAsync(CancellationToken.None);
        if (!stopping.IsCancellationRequested) record.Forget(uid);
        lock (gate)
        {
            workers.TryRemove(uid, out _);
            running.TryRemove(uid, out _);
            if (!stopping.IsCancellationRequested && waiting.Remove(ObjectKey.Of(worker.Pod), out var next)) Start(next);
        }
    }
}
