using Kite.Api.Meta;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.Discovery;

namespace Kite.ControlPlane.Controllers.GarbageCollection;

/// <summary>Finds the resource of the kind that an owner reference names.</summary>
internal sealed class KindLookup
{
    private volatile Dictionary<(string Group, string Kind), ApiResource> byKind = [];

    /// <summary>Takes over what is served now; true where there is a kind that there wasn't before.</summary>
    internal bool Set(IEnumerable<ServedResource> resources)
    {
        var next = new Dictionary<(string, string), ApiResource>();
        foreach (var served in resources)
            if (served.Can("get")) next.TryAdd((served.Resource.Group, served.Resource.Kind), served.Resource);
        var hasMore = next.Keys.Except(byKind.Keys).Any();
        byKind = next;
        return hasMore;
    }

    /// <summary>The resource, in whatever version is served; null where no such kind is.</summary>
    internal ApiResource? Find(OwnerReference owner)
    {
        var slash = owner.ApiVersion.IndexOf('/');
        return byKind.GetValueOrDefault((slash < 0 ? "" : owner.ApiVersion[..slash], owner.Kind));
    }
}
