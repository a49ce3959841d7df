using Kite.Api.Meta;
using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.GarbageCollection;

/// <summary>An object in the graph of owners: no more of it than deciding needs. Changed only under the graph's lock.</summary>
internal sealed class OwnerNode(string uid)
{
    internal const string ForegroundFinalizer = "foregroundDeletion";
    internal const string OrphanFinalizer = "orphan";

    private HashSet<OwnerNode>? dependents;

    /// <summary>The object's identity.</summary>
    internal string Uid { get; } = uid;

    /// <summary>Its resource; null while it is known only from what others say of it.</summary>
    internal ApiResource? Resource { get; set; }

    /// <summary>Its namespace and name.</summary>
    internal ObjectKey Key { get; set; }

    /// <summary>Who owns it.</summary>
    internal IReadOnlyList<OwnerReference> Owners { get; set; } = [];

    /// <summary>True where it is being deleted.</summary>
    internal bool IsBeingDeleted { get; set; }

    /// <summary>True where it waits for its dependents to be deleted first.</summary>
    internal bool IsDeletingDependents { get; set; }

    /// <summary>True where its dependents are to be let go before it is deleted.</summary>
    internal bool IsOrphaning { get; set; }

    /// <summary>What it owns.</summary>
    internal IReadOnlyCollection<OwnerNode> Dependents => (IReadOnlyCollection<OwnerNode>?)dependents ?? [];

    /// <summary>True where nobody has seen it yet: another object names it as owner.</summary>
    internal bool IsVirtual => Resource is null;

    internal void AddDependent(OwnerNode dependent) => (dependents ??= []).Add(dependent);

    internal void RemoveDependent(OwnerNode dependent)
    {
        dependents?.Remove(dependent);
        if (dependents?.Count == 0) dependents = null;
    }
}
