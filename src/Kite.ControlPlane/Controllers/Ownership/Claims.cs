using Kite.Api.Models;

namespace Kite.ControlPlane.Controllers.Ownership;

/// <summary>Decides who owns what, as every controller with a selector does it.</summary>
internal static class Claims
{
    /// <summary>What an owner does about an object; <paramref name="matches"/> says whether the owner's selector selects it.</summary>
    internal static Claim Decide(IApiObject owner, IApiObject value, bool matches)
    {
        var isOwnerDeleted = owner.Metadata.DeletionTimestamp is not null;
        if (OwnerReferences.ControllerOf(value) is { } controller)
        {
            if (controller.Uid != owner.Metadata.Uid) return Claim.Ignore;
            if (matches) return Claim.Keep;
            return isOwnerDeleted ? Claim.Ignore : Claim.Release;
        }
        return isOwnerDeleted || !matches || value.Metadata.DeletionTimestamp is not null ? Claim.Ignore : Claim.Adopt;
    }
}
