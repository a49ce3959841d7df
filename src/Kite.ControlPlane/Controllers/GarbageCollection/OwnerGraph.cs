using Kite.Api.Meta;
using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.GarbageCollection;

/// <summary>Who owns whom among all objects. Every change puts the objects that may have become garbage on a queue.</summary>
internal sealed class OwnerGraph
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, OwnerNode> nodes = new(StringComparer.Ordinal);
    private readonly List<string> waiting = [];
    private readonly TaskCompletionSource complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<string>? queue;

    /// <summary>Completes when every resource has been listed once; before that, an absent owner may only not have been seen.</summary>
    internal Task WaitUntilCompleteAsync(CancellationToken cancellationToken) => complete.Task.WaitAsync(cancellationToken);

    /// <summary>Every resource has been listed.</summary>
    internal void SetComplete() => complete.TrySetResult();

    /// <summary>Says where UIDs to look at go; those that came up so far go there now.</summary>
    internal void Attach(Action<string> enqueue)
    {
        lock (gate)
        {
            queue = enqueue;
            waiting.ForEach(enqueue);
            waiting.Clear();
        }
    }

    /// <summary>A copy of what is known of an object, or null.</summary>
    internal OwnerSnapshot? Find(string uid)
    {
        lock (gate) return nodes.TryGetValue(uid, out var node) ? Snapshot(node) : null;
    }

    /// <summary>The UIDs of a resource's objects.</summary>
    internal HashSet<string> UidsOf(ApiResource resource)
    {
        lock (gate) return [.. nodes.Values.Where(node => node.Resource == resource).Select(node => node.Uid)];
    }

    /// <summary>An object was added or changed.</summary>
    internal void Set(ApiResource resource, ObjectMeta metadata)
    {
        lock (gate)
        {
            var node = Ensure(metadata.Uid);
            node.Resource = resource;
            node.Key = new ObjectKey(metadata.Namespace, metadata.Name);
            SetOwners(node, metadata.OwnerReferences);
            var isBeingDeleted = metadata.DeletionTimestamp is not null;
            var isDeletingDependents = isBeingDeleted && metadata.Finalizers.Contains(OwnerNode.ForegroundFinalizer);
            var isOrphaning = isBeingDeleted && metadata.Finalizers.Contains(OwnerNode.OrphanFinalizer);
            if ((isOrphaning && !node.IsOrphaning) || (isDeletingDependents && !node.IsDeletingDependents)) Enqueue(node);
            if (isDeletingDependents && !node.IsDeletingDependents)
                foreach (var dependent in node.Dependents) Enqueue(dependent);
            (node.IsBeingDeleted, node.IsDeletingDependents, node.IsOrphaning) = (isBeingDeleted, isDeletingDependents, isOrphaning);
        }
    }

    /// <summary>There are kinds now that there weren't: what is owned by something that nobody has seen is to be looked at again.</summary>
    internal void LookAgain()
    {
        lock (gate)
        {
            foreach (var dependent in nodes.Values.Where(node => node.IsVirtual).SelectMany(node => node.Dependents)) Enqueue(dependent);
        }
    }

    /// <summary>An object is gone, or turned out never to have been.</summary>
    internal void Remove(string uid)
    {
        lock (gate)
        {
            if (!nodes.Remove(uid, out var node)) return;
            foreach (var owner in node.Owners)
            {
                if (!nodes.TryGetValue(owner.Uid, out var found)) continue;
                found.RemoveDependent(node);
                if (found.IsDeletingDependents) Enqueue(found);
                else if (found.IsVirtual && found.Dependents.Count == 0) nodes.Remove(found.Uid);
            }
            foreach (var dependent in node.Dependents) Enqueue(dependent);
        }
    }

    private static OwnerSnapshot Snapshot(OwnerNode node) => new(
        node.Uid, node.Resource, node.Key, node.IsBeingDeleted, node.IsDeletingDependents, node.IsOrphaning, node.Owners,
        [.. node.Dependents.Where(dependent => !dependent.IsVirtual).Select(dependent => new OwnerDependent(
            dependent.Uid, dependent.Resource!, dependent.Key, dependent.IsDeletingDependents,
            dependent.Owners.FirstOrDefault(owner => owner.Uid == node.Uid)?.BlockOwnerDeletion is true))]);

    private void SetOwners(OwnerNode node, IReadOnlyList<OwnerReference> owners)
    {
        var old = node.Owners;
        node.Owners = owners;
        foreach (var owner in old.Where(owner => !owners.Contains(owner)))
        {
            if (!nodes.TryGetValue(owner.Uid, out var found)) continue;
            if (owners.All(other => other.Uid != owner.Uid)) found.RemoveDependent(node);
            // It no longer blocks that owner, or blocks it no longer.
            if (found.IsDeletingDependents) Enqueue(found);
        }
        foreach (var owner in owners.Where(owner => !old.Contains(owner)))
        {
            var found = Ensure(owner.Uid);
            found.AddDependent(node);
            // An owner that nobody has seen may not exist; one that is being deleted may take this one with it.
            if (found.IsVirtual || found.IsDeletingDependents) Enqueue(node);
        }
    }

    private OwnerNode Ensure(string uid)
    {
        if (!nodes.TryGetValue(uid, out var node)) nodes.Add(uid, node = new OwnerNode(uid));
        return node;
    }

    private void Enqueue(OwnerNode node)
    {
        if (queue is null) waiting.Add(node.Uid);
        else queue(node.Uid);
    }
}
