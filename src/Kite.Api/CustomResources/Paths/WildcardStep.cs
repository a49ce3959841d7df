using System.Text.Json.Nodes;

namespace Kite.Api.CustomResources.Paths;

/// <summary>To all fields or items.</summary>
internal sealed class WildcardStep : JsonPathStep
{
    internal override bool Follow(JsonNode? value, List<JsonNode?> found)
    {
        if (value is JsonObject map) found.AddRange(map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value));
        else if (value is JsonArray list) found.AddRange(list);
        return true;
    }
}
