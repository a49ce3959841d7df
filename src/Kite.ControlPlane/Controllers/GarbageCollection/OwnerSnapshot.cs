using Kite.Api.Meta;
using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.GarbageCollection;

/// <summary>What the graph knew of an object at one moment.</summary>
/// <param name="Uid">Its identity.</param>
/// <param name="Resource">Its resource; null where it is known only from what others say of it.</param>
/// <param name="Key">Its namespace and name.</param>
/// <param name="IsBeingDeleted">True where it is being deleted.</param>
/// <param name="IsDeletingDependents">True where it waits for its dependents to be deleted first.</param>
/// <param name="IsOrphaning">True where its dependents are to be let go before it is deleted.</param>
/// <param name="Owners">Who owns it.</param>
/// <param name="Dependents">What it owns.</param>
internal sealed record OwnerSnapshot(
    string Uid, ApiResource? Resource, ObjectKey Key, bool IsBeingDeleted, bool IsDeletingDependents, bool IsOrphaning,
    IReadOnlyList<OwnerReference> Owners, IReadOnlyList<OwnerDependent> Dependents);
