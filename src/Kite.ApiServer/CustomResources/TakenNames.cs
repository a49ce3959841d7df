using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.CustomResources;

/// <summary>The names that definitions were granted, read once per change of a definition. Used by one caller at a time.</summary>
internal sealed class TakenNames(IResourceCache definitions)
{
    private readonly Dictionary<string, Known> known = new(StringComparer.Ordinal);

    /// <summary>The names granted to the definitions of a group.</summary>
    public IEnumerable<JsonObject> Of(string group) => InGroup(group).Select(Read).Select(found => found.Names).OfType<JsonObject>();

    /// <summary>Forgets a definition that has gone.</summary>
    public void Forget(string name) => known.Remove(name);

    /// <summary>The other definitions of a definition's group that haven't got all names that they ask for.</summary>
    public IEnumerable<string> Waiting(string name) => InGroup(GroupOf(name)).Where(stored => stored.Key.Name != name && Read(stored).IsWaiting).Select(stored => stored.Key.Name);

    private static string GroupOf(string name) => name[(name.IndexOf('.') + 1)..];

    private IEnumerable<CachedObject> InGroup(string group) => definitions.List().Where(stored => GroupOf(stored.Key.Name) == group);

    private Known Read(CachedObject stored)
    {
        if (known.TryGetValue(stored.Key.Name, out var found) && found.Revision == stored.ResourceVersion) return found;
        var definition = JsonCodec.ParseObject(stored.Json.Span);
        var names = definition.Object("status").Object("acceptedNames");
        return known[stored.Key.Name] = new Known(stored.ResourceVersion, names, !JsonNode.DeepEquals(names, definition.Object("spec").Object("names")));
    }

    private sealed record Known(long Revision, JsonObject? Names, bool IsWaiting);
}
