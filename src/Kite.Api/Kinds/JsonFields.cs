using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kite.Api.Kinds;

/// <summary>Reads fields of decoded objects. What is absent, and every read from null, is the empty value.</summary>
public static class JsonFields
{
    /// <summary>The string; empty where there is none.</summary>
    public static string Text(this JsonObject? value, string name) => TextOrNull(value, name) ?? "";

    /// <summary>The string, or null where there is none.</summary>
    public static string? TextOrNull(this JsonObject? value, string name) => Get(value, name).AsText();

    /// <summary>The integer, or null where there is none.</summary>
    public static long? Integer(this JsonObject? value, string name) => Get(value, name).AsInteger();

    /// <summary>The boolean, or null where there is none.</summary>
    public static bool? Flag(this JsonObject? value, string name) =>
        Get(value, name) is JsonValue node && node.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>True where the boolean is there and set.</summary>
    public static bool IsSet(this JsonObject? value, string name) => Flag(value, name) == true;

    /// <summary>The object, or null.</summary>
    public static JsonObject? Object(this JsonObject? value, string name) => Get(value, name) as JsonObject;

    /// <summary>The list, or null.</summary>
    public static JsonArray? Array(this JsonObject? value, string name) => Get(value, name) as JsonArray;

    /// <summary>The objects of a list; empty where there is none.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonObject? value, string name) => Array(value, name)?.OfType<JsonObject>() ?? [];

    /// <summary>The strings of a list; empty where there is none.</summary>
    public static IEnumerable<string> Texts(this JsonObject? value, string name) => Array(value, name)?.Select(node => node.AsText() ?? "") ?? [];

    /// <summary>The entries of a map of strings; empty where there is none.</summary>
    public static IEnumerable<KeyValuePair<string, string>> TextMap(this JsonObject? value, string name) =>
        Object(value, name)?.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.AsText() ?? "")) ?? [];

    /// <summary>True where the list or map is absent or has no items.</summary>
    public static bool IsEmpty(this JsonObject? value, string name) => Get(value, name) switch
    {
        JsonArray list => list.Count == 0,
        JsonObject map => map.Count == 0,
        _ => true,
    };

    /// <summary>The object's <c>metadata</c>, created where there is none.</summary>
    public static JsonObject Metadata(this JsonObject value) => value.ObjectOrNew("metadata");

    /// <summary>The object, created where there is none.</summary>
    public static JsonObject ObjectOrNew(this JsonObject value, string name)
    {
        if (value[name] is JsonObject found) return found;
        var created = new JsonObject();
        value[name] = created;
        return created;
    }

    /// <summary>The string of a node, or null where it is none.</summary>
    public static string? AsText(this JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The integer of a node, or null where it is none.</summary>
    public static long? AsInteger(this JsonNode? node)
    {
        if (node is not JsonValue value) return null;
        if (value.TryGetValue<long>(out var wide)) return wide;
        return value.TryGetValue<int>(out var narrow) ? narrow : null;
    }

    /// <summary>True for a boolean, number or string that is its type's zero, for an empty list or map, and for nothing.</summary>
    public static bool IsZero(this JsonNode? node) => node switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject map => map.Count == 0,
        _ => node.GetValueKind() switch
        {
            JsonValueKind.False or JsonValueKind.Null => true,
            JsonValueKind.String => node.AsText()!.Length == 0,
            JsonValueKind.Number => node.AsInteger() == 0,
            _ => false,
        },
    };

    private static JsonNode? Get(JsonObject? value, string name) => value is not null && value.TryGetPropertyValue(name, out var node) ? node : null;
}
