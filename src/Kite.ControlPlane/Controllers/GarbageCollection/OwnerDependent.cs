using Kite.Api.Meta;

namespace Kite.ControlPlane.Controllers.GarbageCollection;

/// <summary>An object that another owns.</summary>
/// <param name="Uid">Its identity.</param>
/// <param name="Resource">Its resource.</param>
/// <param name="Key">Its namespace and name.</param>
/// <param name="IsDeletingDependents">True where it waits for dependents of its own.</param>
/// <param name="IsBlocking">True where its owner has to wait for it.</param>
internal sealed record OwnerDependent(string Uid, ApiResource Resource, ObjectKey Key, bool IsDeletingDependents, bool IsBlocking);
