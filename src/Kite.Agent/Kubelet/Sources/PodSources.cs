using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Record;
using Kite.Agent.Kubelet.Sources.Manifests;
using Kite.Agent.Kubelet.Sources.Mirrors;
using Kite.Agent.Runtime;
using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Sources;

/// <summary>
/// Brings the pods of this node to their workers: those of the API, those of the node's own files, and, while no server answers, those of the node's record.
/// Clears away what is left of pods that are no more.
/// </summary>
internal sealed partial class PodSources(
    KubeletOptions options, IInformerFactory informers, ManifestDirectory manifests, MirrorPods mirrors, PodRecord record, PodWorkers workers, PodSourceParts parts) : BackgroundService
{
    /// <summary>How long the API has to answer before the node helps itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IInformer<Pod> pods = informers.For<Pod>($"spec.nodeName={options.NodeName}");
    private readonly Dictionary<string, Pod> statics = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource manifestsRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isSettled;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        workers.Begin(stoppingToken);
        try
        {
            var recorded = record.Load();
            await parts.Health.WaitForSyncAsync(stoppingToken);
            parts.Cache.OnChange(Signal);
            parts.Volumes.OnChange(uid => workers.Signal(uid));
            parts.Jumps.OnJump(() =>
            {
                parts.Volumes.Invalidate();
                workers.SignalAll();
            });
            await Task.WhenAll(manifests.RunAsync(ApplyManifests, stoppingToken), FollowApiAsync(recorded, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Containers go on running; whoever comes next adopts them.
        }
        await workers.EndedAsync();
    }

    private async Task FollowApiAsync(IReadOnlyList<Pod> recorded, CancellationToken cancellationToken)
    {
        var synced = Task.WhenAll(parts.Lifecycle.WaitForSourcesAsync(cancellationToken), pods.WaitForSyncAsync(cancellationToken));
        var isOffline = recorded.Count > 0 && await Task.WhenAny(synced, Task.Delay(Patience, parts.Clock, cancellationToken)) != synced;
        if (isOffline && !cancellationToken.IsCancellationRequested)
        {
            Log.Offline(parts.Logger, recorded.Count);
            parts.Network.Adopt();
            foreach (var pod in recorded) workers.Apply(pod);
        }
        await synced;
        await manifestsRead.Task.WaitAsync(cancellationToken);
        pods.OnChange(Apply);
        foreach (var pod in recorded.Where(pod => !IsInApi(pod)))
        {
            if (isOffline) workers.Remove(pod.Metadata.Uid);
            record.Forget(pod.Metadata.Uid);
        }
        isSettled = true;
        foreach (var orphan in parts.Cache.Pods()) workers.RemoveOrphan(orphan);
        await parts.Volumes.RemoveOrphansAsync(workers.Contains, cancellationToken);
    }

    private bool IsInApi(Pod pod) => pods.Lister.Get(ObjectKey.Of(pod))?.Metadata.Uid == pod.Metadata.Uid;

    private void Apply(InformerEvent<Pod> change)
    {
        if (StaticPods.IsMirror(change.Object))
        {
            ApplyMirror(change);
            return;
        }
        if (change.Old is { } old && old.Metadata.Uid != change.Object.Metadata.Uid) workers.Remove(old.Metadata.Uid);
        if (change.Type is not WatchEventType.Deleted)
        {
            workers.Apply(change.Object);
        }
        else if (workers.Contains(change.Object.Metadata.Uid))
        {
            workers.Apply(change.Object);
            workers.Remove(change.Object.Metadata.Uid);
        }
    }

    /// <summary>A mirror follows its pod: one that somebody deleted is made again, one without a pod goes.</summary>
    private void ApplyMirror(InformerEvent<Pod> change)
    {
        var mirror = change.Object;
        Pod? shown;
        lock (statics) shown = statics.Values.FirstOrDefault(pod => ObjectKey.Of(pod) == ObjectKey.Of(mirror));
        if (shown is not null && (change.Type is WatchEventType.Deleted || !MirrorPods.Shows(mirror, shown))) workers.Signal(shown.Metadata.Uid);
        else if (shown is null && change.Type is not WatchEventType.Deleted) _ = DeleteAsync(mirror);
    }

    private void ApplyManifests(IReadOnlyCollection<Pod> found)
    {
        Pod[] gone;
        lock (statics)
        {
            gone = statics.Values.Where(known => found.All(pod => pod.Metadata.Uid != known.Metadata.Uid)).ToArray();
            foreach (var pod in gone) statics.Remove(pod.Metadata.Uid);
            foreach (var pod in found) statics[pod.Metadata.Uid] = pod;
        }
        foreach (var pod in gone.Where(pod => found.All(other => ObjectKey.Of(other) != ObjectKey.Of(pod))))
        {
            workers.Remove(pod.Metadata.Uid);
            foreach (var mirror in mirrors.All.Where(mirror => ObjectKey.Of(mirror) == ObjectKey.Of(pod))) _ = DeleteAsync(mirror);
        }
        foreach (var pod in found.Where(pod => !workers.Contains(pod.Metadata.Uid))) workers.Apply(pod);
        manifestsRead.TrySetResult();
    }

    private async Task DeleteAsync(Pod mirror)
    {
        try
        {
            await mirrors.DeleteAsync(mirror, CancellationToken.None);
        }
        catch (Exception e)
        {
            // The mirror is seen again with the API's next list.
            Log.MirrorKept(parts.Logger, mirror.Metadata.Namespace, mirror.Metadata.Name, e.Message);
        }
    }

    private void Signal(PodIdentity pod)
    {
        if (!workers.Signal(pod.Uid) && isSettled && parts.Cache.Pod(pod.Uid).All.Count > 0) workers.RemoveOrphan(pod);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "No server answers: the node starts the {Count} pods of its own record")]
        public static partial void Offline(ILogger logger, int count);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The mirror pod {Namespace}/{Name} could not be deleted: {Error}")]
        public static partial void MirrorKept(ILogger logger, string @namespace, string name, string error);
    }
}
