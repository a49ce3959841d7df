using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kite.Api.CustomResources.Values;

/// <summary>What Go calls the types of decoded JSON, for messages.</summary>
internal static class GoTypes
{
    internal static string Name(JsonNode? value) => value switch
    {
        null => "<nil>",
        JsonObject => "map[string]interface {}",
        JsonArray => "[]interface {}",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => JsonNumbers.IsInteger((JsonValue)value, out _) ? "int64" : "float64",
            _ => "bool",
        },
    };

    internal static string JsonName(JsonNode? value) => value switch
    {
        JsonObject => "object",
        JsonArray => "array",
        null => "null",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            _ => "bool",
        },
    };
}
