using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.Ownership;

/// <summary>Reads and makes owner references.</summary>
internal static class OwnerReferences
{
    /// <summary>The one owner that manages the object, or null.</summary>
    internal static OwnerReference? ControllerOf(IApiObject value)
    {
        foreach (var owner in value.Metadata.OwnerReferences)
            if (owner.Controller is true) return owner;
        return null;
    }

    /// <summary>True where the owner manages the object.</summary>
    internal static bool IsControlledBy(IApiObject value, IApiObject owner) => ControllerOf(value)?.Uid == owner.Metadata.Uid;

    /// <summary>A reference that makes the owner the manager of whatever carries it.</summary>
    internal static OwnerReference ToController(ApiResource resource, ObjectMeta owner) => new()
    {
        ApiVersion = resource.ApiVersion,
        Kind = resource.Kind,
        Name = owner.Name,
        Uid = owner.Uid,
        Controller = true,
        BlockOwnerDeletion = true,
    };
}
