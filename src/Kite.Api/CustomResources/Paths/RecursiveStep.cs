using System.Text.Json.Nodes;

namespace Kite.Api.CustomResources.Paths;

/// <summary>To the value itself and everything below it.</summary>
internal sealed class RecursiveStep : JsonPathStep
{
    internal override bool Follow(JsonNode? value, List<JsonNode?> found)
    {
        found.Add(value);
        if (value is JsonObject map)
        {
            foreach (var (_, child) in map) Follow(child, found);
        }
        else if (value is JsonArray list)
        {
            foreach (var child in list) Follow(child, found);
        }
        return true;
    }
}
