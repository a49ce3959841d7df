using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.GarbageCollection;

/// <summary>Deletes objects whose owners are all gone, and carries out foreground and orphaning deletions. Keys are UIDs.</summary>
internal sealed class GarbageCollector(IApiClient client, OwnerGraph graph, KindLookup kinds) : IController
{
    private readonly OwnerLookup owners = new(client, graph, kinds);
    private readonly OwnerPatches patches = new(client);
    private IWorkQueue<ObjectKey> queue = null!;

    /// <inheritdoc/>
    public string Name => "garbage-collector";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["*"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["*"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        this.queue = queue;
        graph.Attach(Enqueue);
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        await graph.WaitUntilCompleteAsync(cancellationToken);
        if (graph.Find(key.Name) is not { Resource: { } resource } node) return null;
        try
        {
            if (node.IsOrphaning) await OrphanAsync(resource, node, cancellationToken);
            else if (node.IsDeletingDependents) await FinishForegroundAsync(resource, node, cancellationToken);
            else if (!node.IsBeingDeleted) await CollectAsync(resource, node, cancellationToken);
        }
        catch (UnknownKindException)
        {
            // It is kept. When the kind comes, the graph brings it up again.
        }
        return null;
    }

    private void Enqueue(string uid) => queue.Add(new ObjectKey("", uid));

    private async Task OrphanAsync(ApiResource resource, OwnerSnapshot node, CancellationToken cancellationToken)
    {
        foreach (var dependent in node.Dependents)
        {
            if (await LiveAsync(dependent.Resource, dependent.Key, dependent.Uid, cancellationToken) is { } metadata)
                await patches.RemoveOwnersAsync(dependent.Resource, metadata, [node.Uid], cancellationToken);
        }
        await FinalizeAsync(resource, node, OwnerNode.OrphanFinalizer, cancellationToken);
    }

    /// <summary>Waits until nothing blocks any more; the last one to go queues this one again.</summary>
    private async Task FinishForegroundAsync(ApiResource resource, OwnerSnapshot node, CancellationToken cancellationToken)
    {
        var blocking = node.Dependents.Where(dependent => dependent.IsBlocking).ToList();
        if (blocking.Count == 0) await FinalizeAsync(resource, node, OwnerNode.ForegroundFinalizer, cancellationToken);
        foreach (var dependent in blocking)
            if (!dependent.IsDeletingDependents) Enqueue(dependent.Uid);
    }

    private async Task FinalizeAsync(ApiResource resource, OwnerSnapshot node, string finalizer, CancellationToken cancellationToken)
    {
        if (await LiveAsync(resource, node.Key, node.Uid, cancellationToken) is { } metadata && metadata.Finalizers.Contains(finalizer))
            await patches.RemoveFinalizerAsync(resource, metadata, finalizer, cancellationToken);
    }

    private async Task CollectAsync(ApiResource resource, OwnerSnapshot node, CancellationToken cancellationToken)
    {
        if (node.Owners.All(owner => owners.Known(owner, node.Key.Namespace) is OwnerState.Solid)) return;
        if (await LiveAsync(resource, node.Key, node.Uid, cancellationToken) is not { } metadata)
        {
            graph.Remove(node.Uid);
            return;
        }
        if (metadata.OwnerReferences.Count == 0 || metadata.DeletionTimestamp is not null) return;
        var states = new Dictionary<string, OwnerState>();
        foreach (var owner in metadata.OwnerReferences) states[owner.Uid] = await owners.FindAsync(owner, metadata.Namespace, cancellationToken);
        if (states.ContainsValue(OwnerState.Solid))
        {
            var gone = states.Where(pair => pair.Value is not OwnerState.Solid).Select(pair => pair.Key).ToList();
            if (gone.Count > 0) await patches.RemoveOwnersAsync(resource, metadata, gone, cancellationToken);
            return;
        }
        if (states.ContainsValue(OwnerState.WaitingForDependents) && node.Dependents.Count > 0)
        {
            // A circle of owners that wait for each other would wait for ever.
            if (node.Dependents.Any(dependent => dependent.IsDeletingDependents)) await patches.UnblockOwnersAsync(resource, metadata, cancellationToken);
            await DeleteAsync(resource, metadata, "Foreground", unchanged: false, cancellationToken);
            return;
        }
        await DeleteAsync(resource, metadata, Policy(metadata), unchanged: true, cancellationToken);
    }

    /// <summary>An object that already carries the finalizer of a policy is deleted by that policy.</summary>
    private static string Policy(ObjectMeta metadata)
    {
        if (metadata.Finalizers.Contains(OwnerNode.OrphanFinalizer)) return "Orphan";
        return metadata.Finalizers.Contains(OwnerNode.ForegroundFinalizer) ? "Foreground" : "Background";
    }

    private async Task DeleteAsync(ApiResource resource, ObjectMeta metadata, string policy, bool unchanged, CancellationToken cancellationToken)
    {
        var options = new DeleteOptions
        {
            PropagationPolicy = policy,
            Preconditions = new Preconditions { Uid = metadata.Uid, ResourceVersion = unchanged ? metadata.ResourceVersion : null },
        };
        try
        {
            await client.Resource<PartialObjectMetadata>(resource).DeleteAsync(metadata.Namespace, metadata.Name, options, cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound)
        {
            graph.Remove(metadata.Uid);
        }
    }

    private async Task<ObjectMeta?> LiveAsync(ApiResource resource, ObjectKey key, string uid, CancellationToken cancellationToken)
    {
        var found = await client.Resource<PartialObjectMetadata>(resource).FindAsync(key.Namespace, key.Name, cancellationToken);
        return found?.Metadata.Uid == uid ? found.Metadata : null;
    }
}
