using System.Text.Json.Nodes;

namespace Kite.Api.CustomResources.Paths;

/// <summary>A step of a JSONPath.</summary>
internal abstract class JsonPathStep
{
    /// <summary>Adds what the step leads to from a value.</summary>
    /// <returns>False where it can't be taken: an index is out of bounds.</returns>
    internal abstract bool Follow(JsonNode? value, List<JsonNode?> found);
}
