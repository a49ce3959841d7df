using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.CustomResources;

/// <summary>The names that definitions were granted, read once per change of a definition. Used by one caller at a time.</summary>
internal sealed class TakenNames(IResourceCache definitions)
{
    private readonly Dictionary<string, (long Revision, JsonObject? Names)> known = new(StringComparer.Ordinal);

    /// <summary>The names granted to the definitions of a group.</summary>
    public IReadOnlyList<JsonObject> Of(string group)
    {
        var names = new List<JsonObject>();
        foreach (var stored in definitions.List())
        {
            if (GroupOf(stored.Key.Name) == group && Read(stored) is { } taken) names.Add(taken);
        }
        return names;
    }

    /// <summary>Forgets a definition that has gone.</summary>
    public void Forget(string name) => known.Remove(name);

    /// <summary>The other definitions of the group that a definition belongs to.</summary>
    public IEnumerable<string> Others(string name) => definitions.List().Select(stored => stored.Key.Name).Where(other => other != name && GroupOf(other) == GroupOf(name));

    private JsonObject? Read(CachedObject stored)
    {
        if (known.TryGetValue(stored.Key.Name, out var found) && found.Revision == stored.ResourceVersion) return found.Names;
        var names = JsonCodec.ParseObject(stored.Json.Span).Object("status").Object("acceptedNames");
        known[stored.Key.Name] = (stored.ResourceVersion, names);
        return names;
    }

    private static string GroupOf(string name) => name[(name.IndexOf('.') + 1)..];
}
