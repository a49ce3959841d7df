using System.Text.Json.Nodes;

namespace Kite.Api.CustomResources.Paths;

/// <summary>To a field.</summary>
internal sealed class FieldStep(string name) : JsonPathStep
{
    internal override bool Follow(JsonNode? value, List<JsonNode?> found)
    {
        if (value is JsonObject map && map.TryGetPropertyValue(name, out var child)) found.Add(child);
        return true;
    }
}
