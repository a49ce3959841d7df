using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.CustomResources.Values;

namespace Kite.Api.CustomResources.Paths;

/// <summary>A JSONPath in kubectl's dialect, such as <c>.status.conditions[?(@.type=="Ready")].status</c>. What it finds may be missing without that being an error.</summary>
internal sealed class JsonPath
{
    /// <summary>The most values that are followed at once, against paths such as <c>..*..*</c>.</summary>
    private const int MaxValues = 100_000;

    private readonly IReadOnlyList<JsonPathStep> steps;

    internal JsonPath(IReadOnlyList<JsonPathStep> steps) => this.steps = steps;

    /// <summary>Reads a path.</summary>
    /// <returns>The path; null where the text is none.</returns>
    internal static JsonPath? TryParse(string text, out string? error)
    {
        try
        {
            error = null;
            return new JsonPathParser(text).ParseAll();
        }
        catch (FormatException e)
        {
            error = e.Message;
            return null;
        }
    }

    /// <summary>Finds the values that the path leads to.</summary>
    /// <returns>False where an index is out of bounds, or too much is found.</returns>
    internal bool TryFind(JsonNode? root, out List<JsonNode?> found)
    {
        found = [root];
        foreach (var step in steps)
        {
            var next = new List<JsonNode?>();
            foreach (var value in found)
            {
                if (!step.Follow(value, next) || next.Count > MaxValues) return false;
            }
            found = next;
        }
        return true;
    }

    /// <summary>A value as kubectl prints it.</summary>
    internal static string Print(JsonNode? value) => value switch
    {
        null => "<no value>",
        JsonObject or JsonArray => GoJson.Text(value),
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.Number when JsonNumbers.IsInteger((JsonValue)value, out var integer) => integer.ToString(),
            JsonValueKind.Number => JsonNumbers.GoText(JsonNumbers.ToDouble((JsonValue)value)),
            JsonValueKind.True => "true",
            _ => "false",
        },
    };
}
