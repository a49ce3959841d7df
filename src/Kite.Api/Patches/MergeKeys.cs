using System.Globalization;
using System.Text.Json.Nodes;
using Kite.Api.Json;

namespace Kite.Api.Patches;

/// <summary>What list items are matched by, as text that tells strings, numbers and booleans apart.</summary>
internal static class MergeKeys
{
    /// <summary>The key of an item: the value of its merge key, or the item itself where there is none.</summary>
    /// <exception cref="Errors.ApiStatusException">The item has no merge key.</exception>
    internal static string Of(JsonNode? item, string? mergeKey)
    {
        if (mergeKey is null) return OfScalar(item);
        if (item is not JsonObject map) throw PatchErrors.NotAMap(item);
        return map.TryGetPropertyValue(mergeKey, out var key) && key is not null ? OfScalar(key) : throw PatchErrors.NoMergeKey(map, mergeKey);
    }

    internal static string OfScalar(JsonNode? value)
    {
        if (value is JsonValue scalar && scalar.TryGetValue<string>(out var text)) return "\"" + text;
        return JsonNodes.AsInteger(value) is { } number ? number.ToString(CultureInfo.InvariantCulture) : value?.ToJsonString() ?? "null";
    }

    /// <summary>Where each key first stands.</summary>
    internal static Dictionary<string, int> Index(IReadOnlyList<string> keys)
    {
        var index = new Dictionary<string, int>(keys.Count, StringComparer.Ordinal);
        for (var i = 0; i < keys.Count; i++) index.TryAdd(keys[i], i);
        return index;
    }
}
