using System.Text.Json.Nodes;

namespace Kite.Api.CustomResources.Paths;

/// <summary>A side of a filter's comparison: a path from the item, or a constant.</summary>
internal sealed record FilterOperand(JsonPath? Path, JsonNode? Constant)
{
    /// <summary>The value for an item; false where the path leads nowhere or to more than one.</summary>
    internal bool TryRead(JsonNode? item, out JsonNode? value)
    {
        value = Constant;
        if (Path is null) return true;
        if (!Path.TryFind(item, out var found) || found.Count != 1) return false;
        value = found[0];
        return true;
    }
}
