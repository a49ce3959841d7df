using System.Globalization;
using System.Text.Json.Nodes;

namespace Kite.Api.Patches;

/// <summary>JSON pointers (RFC 6901) into a document.</summary>
internal static class JsonPointer
{
    /// <summary>The container that the pointer's last part is in, and that part; a null container where the way there is missing.</summary>
    internal static (JsonNode? Container, string Key) Resolve(JsonNode document, string pointer)
    {
        var parts = pointer.Split('/');
        if (parts.Length < 2) return (null, "");
        JsonNode? node = document;
        for (var i = 1; i < parts.Length - 1; i++)
        {
            node = Child(node, Decode(parts[i]));
            if (node is not (JsonObject or JsonArray)) return (null, "");
        }
        return (node, Decode(parts[^1]));
    }

    /// <summary>The index, below the limit, that a part names in a list.</summary>
    /// <exception cref="JsonPatchException">It names none.</exception>
    internal static int Index(string key, int limit)
    {
        // Atoi's leniency ("+1", "01") isn't in RFC 6901, which also ends the numbers below zero that upstream's library takes.
        if (key.Length == 0 || (key.Length > 1 && key[0] == '0') || !int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            throw new JsonPatchException($"strconv.Atoi: parsing \"{key}\": invalid syntax");
        return index < limit ? index : throw new JsonPatchException($"Unable to access invalid index: {index}: invalid index referenced");
    }

    private static JsonNode? Child(JsonNode? node, string key) => node switch
    {
        JsonObject map => map.TryGetPropertyValue(key, out var value) ? value : null,
        JsonArray list when int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count => list[index],
        _ => null,
    };

    private static string Decode(string part) => part.Contains('~') ? part.Replace("~1", "/").Replace("~0", "~") : part;
}
