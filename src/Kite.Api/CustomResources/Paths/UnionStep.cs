using System.Text.Json.Nodes;

namespace Kite.Api.CustomResources.Paths;

/// <summary>To what any of several steps lead to, in their order.</summary>
internal sealed class UnionStep(IReadOnlyList<JsonPathStep> parts) : JsonPathStep
{
    internal override bool Follow(JsonNode? value, List<JsonNode?> found)
    {
        foreach (var part in parts)
        {
            if (!part.Follow(value, found)) return false;
        }
        return true;
    }
}
