using Kite.Api.Client;
using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.GarbageCollection;

/// <summary>Finds out what has become of owners: from the graph where it has seen them, otherwise by asking the API server.</summary>
internal sealed class OwnerLookup(IApiClient client, OwnerGraph graph, KindLookup kinds)
{
    /// <summary>The state of one owner of an object.</summary>
    /// <param name="owner">The reference to the owner.</param>
    /// <param name="namespace">The namespace of the object; a namespaced owner must be in it, too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnknownKindException">No such kind is served, so nothing can be said of the owner.</exception>
    internal async Task<OwnerState> FindAsync(OwnerReference owner, string @namespace, CancellationToken cancellationToken)
    {
        if (Known(owner, @namespace) is { } state) return state;
        var resource = kinds.Find(owner) ?? throw new UnknownKindException(owner);
        // A cluster-scoped object can't have a namespaced owner: the reference means nothing, and the object is kept.
        if (resource.IsNamespaced && @namespace.Length == 0) return OwnerState.Solid;
        var found = await client.Resource<PartialObjectMetadata>(resource).FindAsync(@namespace, owner.Name, cancellationToken);
        if (found is null || found.Metadata.Uid != owner.Uid) return OwnerState.Absent;
        return found.Metadata.DeletionTimestamp is not null && found.Metadata.Finalizers.Contains(OwnerNode.ForegroundFinalizer)
            ? OwnerState.WaitingForDependents
            : OwnerState.Solid;
    }

    /// <summary>The state of an owner as the graph has it; null where it has never seen the owner. It may lag: then a later event corrects it.</summary>
    internal OwnerState? Known(OwnerReference owner, string @namespace)
    {
        var known = graph.Find(owner.Uid);
        if (known?.Resource is not { } seen || seen.Kind != owner.Kind || known.Key.Name != owner.Name || (seen.IsNamespaced && known.Key.Namespace != @namespace)) return null;
        return known.IsDeletingDependents ? OwnerState.WaitingForDependents : OwnerState.Solid;
    }
}
