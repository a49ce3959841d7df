using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kite.Api.Json;

/// <summary>Reading API objects that are held as JSON nodes.</summary>
public static class JsonNodes
{
    /// <summary>The object at a property, or null where it is absent or something else.</summary>
    public static JsonObject? Object(this JsonObject node, string name) => node.TryGetPropertyValue(name, out var value) ? value as JsonObject : null;

    /// <summary>The list at a property, or null where it is absent or something else.</summary>
    public static JsonArray? Array(this JsonObject node, string name) => node.TryGetPropertyValue(name, out var value) ? value as JsonArray : null;

    /// <summary>The string at a property, or null where it is absent or something else.</summary>
    public static string? Text(this JsonObject node, string name) =>
        node.TryGetPropertyValue(name, out var value) && value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The boolean at a property, or null where it is absent or something else.</summary>
    public static bool? Flag(this JsonObject node, string name) =>
        node.TryGetPropertyValue(name, out var value) && value is JsonValue scalar && scalar.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>The integer at a property, or null where it is absent or something else.</summary>
    public static long? Integer(this JsonObject node, string name) => node.TryGetPropertyValue(name, out var value) ? AsInteger(value) : null;

    /// <summary>The node as an integer, or null where it is something else.</summary>
    public static long? AsInteger(JsonNode? node)
    {
        if (node is not JsonValue scalar) return null;
        if (scalar.TryGetValue<long>(out var number)) return number;
        return scalar.TryGetValue<int>(out var small) ? small : null;
    }

    /// <summary>The object at a property, which is made where it is absent or something else.</summary>
    public static JsonObject Ensure(this JsonObject node, string name)
    {
        if (node.Object(name) is { } existing) return existing;
        var made = new JsonObject();
        node[name] = made;
        return made;
    }

    /// <summary>Takes a property's value out of the object, so that it may be put elsewhere.</summary>
    public static JsonNode? Take(this JsonObject node, string name)
    {
        node.Remove(name, out var value);
        return value;
    }

    /// <summary>The items of a list, taken out of it.</summary>
    public static List<JsonNode?> TakeAll(this JsonArray list)
    {
        var items = new List<JsonNode?>(list);
        list.Clear();
        return items;
    }

    /// <summary>True where two values are the same JSON; the order of properties doesn't count, and numbers compare by value.</summary>
    public static bool Same(JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (JsonObject a, JsonObject b) => SameObjects(a, b),
        (JsonArray a, JsonArray b) => SameLists(a, b),
        (JsonValue a, JsonValue b) => SameScalars(a, b),
        _ => false,
    };

    private static bool SameObjects(JsonObject left, JsonObject right)
    {
        if (left.Count != right.Count) return false;
        foreach (var (name, value) in left)
        {
            if (!right.TryGetPropertyValue(name, out var other) || !Same(value, other)) return false;
        }
        return true;
    }

    private static bool SameLists(JsonArray left, JsonArray right)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!Same(left[i], right[i])) return false;
        }
        return true;
    }

    private static bool SameScalars(JsonValue left, JsonValue right)
    {
        var kind = left.GetValueKind();
        if (kind != right.GetValueKind()) return false;
        return kind switch
        {
            JsonValueKind.String => string.Equals(left.GetValue<string>(), right.GetValue<string>(), StringComparison.Ordinal),
            JsonValueKind.Number => AsInteger(left) is { } a && AsInteger(right) is { } b ? a == b : JsonNode.DeepEquals(left, right),
            _ => true,
        };
    }
}
