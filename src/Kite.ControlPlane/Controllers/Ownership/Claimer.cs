using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Models;

namespace Kite.ControlPlane.Controllers.Ownership;

/// <summary>Sorts out which of some objects an owner manages, adopting and releasing on the way.</summary>
/// <typeparam name="TOwner">The owner's kind.</typeparam>
/// <typeparam name="T">The kind of what is owned.</typeparam>
internal sealed class Claimer<TOwner, T>(IApiClient client)
    where TOwner : class, IApiObject<TOwner>
    where T : class, IApiObject<T>
{
    /// <summary>The objects that the owner manages from now on.</summary>
    internal async Task<List<T>> ClaimAsync(TOwner owner, IEnumerable<T> candidates, Func<T, bool> matches, CancellationToken cancellationToken)
    {
        var claimed = new List<T>();
        bool? mayAdopt = null;
        foreach (var candidate in candidates)
        {
            switch (Claims.Decide(owner, candidate, matches(candidate)))
            {
                case Claim.Keep:
                    claimed.Add(candidate);
                    break;
                case Claim.Release:
                    await ReleaseAsync(owner, candidate, cancellationToken);
                    break;
                case Claim.Adopt:
                    mayAdopt ??= await MayAdoptAsync(owner, cancellationToken);
                    if (mayAdopt is true && await AdoptAsync(owner, candidate, cancellationToken) is { } adopted) claimed.Add(adopted);
                    break;
            }
        }
        return claimed;
    }

    /// <summary>Asks the server, since the local copy may not know yet that the owner is being deleted.</summary>
    private async Task<bool> MayAdoptAsync(TOwner owner, CancellationToken cancellationToken)
    {
        var fresh = await client.Resource<TOwner>().FindAsync(owner.Metadata.Namespace, owner.Metadata.Name, cancellationToken);
        return fresh is { Metadata.DeletionTimestamp: null } && fresh.Metadata.Uid == owner.Metadata.Uid;
    }

    private async Task<T?> AdoptAsync(TOwner owner, T value, CancellationToken cancellationToken)
    {
        var reference = ModelJson.ToText(OwnerReferences.ToController(TOwner.Resource, owner.Metadata));
        var patch = Patch.Strategic($$$"""{"metadata":{"ownerReferences":[{{{reference}}}],"uid":"{{{value.Metadata.Uid}}}"}}""");
        return await PatchAsync(value, patch, cancellationToken);
    }

    private Task<T?> ReleaseAsync(TOwner owner, T value, CancellationToken cancellationToken) => PatchAsync(
        value,
        Patch.Strategic($$$"""{"metadata":{"ownerReferences":[{"$patch":"delete","uid":"{{{owner.Metadata.Uid}}}"}],"uid":"{{{value.Metadata.Uid}}}"}}"""),
        cancellationToken);

    /// <summary>Null where the object has gone or been replaced meanwhile; then there is nothing to own.</summary>
    private async Task<T?> PatchAsync(T value, Patch patch, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Resource<T>().PatchAsync(value.Metadata.Namespace, value.Metadata.Name, patch, cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound or StatusReason.Invalid)
        {
            return null;
        }
    }
}
