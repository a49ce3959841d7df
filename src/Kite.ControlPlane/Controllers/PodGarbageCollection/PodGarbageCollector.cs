using System.Collections.Concurrent;
using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.Pods;
using Kite.ControlPlane.Controllers.Requests;

namespace Kite.ControlPlane.Controllers.PodGarbageCollection;

/// <summary>Deletes pods that no kubelet will ever clean up. Sweeps every twenty seconds under one key.</summary>
internal sealed class PodGarbageCollector(IApiClient client, ControllerOptions options, TimeProvider time) : IController
{
    private static readonly ObjectKey Sweep = new("", "sweep");
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Quarantine = TimeSpan.FromSeconds(40);
    private readonly ConcurrentDictionary<string, DateTimeOffset> missing = new(StringComparer.Ordinal);
    private ILister<Pod> pods = null!;
    private ILister<Node> nodes = null!;

    /// <inheritdoc/>
    public string Name => "pod-garbage-collector";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["nodes", "pods"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["pods", "pods/status"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        pods = informers.Pods().Lister;
        nodes = informers.For<Node>().Lister;
        queue.Add(Sweep);
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var gone = await FindGoneNodesAsync(cancellationToken);
        foreach (var pod in PodGarbage.Find(pods.List(), options.TerminatedPodThreshold, gone.Contains))
        {
            if (gone.Contains(pod.Spec.NodeName ?? "") && !pod.IsFinished()) await FailAsync(pod, cancellationToken);
            var deletion = new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = pod.Metadata.Uid } };
            await client.Resource<Pod>().DeleteIfPresentAsync(pod.Metadata.Namespace, pod.Metadata.Name, deletion, cancellationToken);
        }
        return Period;
    }

    /// <summary>A node counts as gone when it has been missing for a while and the server confirms it: pods may be seen before their node is.</summary>
    private async Task<HashSet<string>> FindGoneNodesAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var absent = pods.List().Select(pod => pod.Spec.NodeName ?? "").Where(name => name.Length > 0 && nodes.Get(new ObjectKey("", name)) is null).ToHashSet();
        foreach (var name in missing.Keys.Where(name => !absent.Contains(name))) missing.TryRemove(name, out _);
        var gone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in absent)
        {
            if (now - missing.GetOrAdd(name, now) < Quarantine) continue;
            if (await client.Resource<Node>().FindAsync(null, name, cancellationToken) is null) gone.Add(name);
        }
        return gone;
    }

    /// <summary>Owners that count failures, such as Jobs, must see the pod fail before it goes.</summary>
    private async Task FailAsync(Pod pod, CancellationToken cancellationToken)
    {
        var condition = new PodCondition
        {
            Type = "DisruptionTarget",
            Status = "True",
            Reason = "DeletionByPodGC",
            Message = "PodGC: node no longer exists",
            LastTransitionTime = time.GetUtcNow(),
        };
        var status = pod.Status with { Phase = "Failed", Conditions = [.. pod.Status.Conditions.Where(other => other.Type != condition.Type), condition] };
        try
        {
            await client.Resource<Pod>().UpdateAsync(pod with { Status = status }, cancellationToken, "status");
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound or StatusReason.Conflict)
        {
            // Gone, or changed; the deletion is what matters.
        }
    }
}
