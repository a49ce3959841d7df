using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Values;

/// <summary>Checks that no item of a list of type set or map is there twice.</summary>
internal static class ListRules
{
    internal static void Validate(JsonNode? value, StructuralSchema? schema, FieldPath path, FieldErrors errors)
    {
        if (schema is null) return;
        switch (value)
        {
            case JsonObject map:
                foreach (var (name, child) in map)
                {
                    if (child is not (JsonObject or JsonArray)) continue;
                    if (schema.Properties.TryGetValue(name, out var property)) Validate(child, property, path.Child(name), errors);
                    else if (schema.AdditionalProperties is { } values) Validate(child, values, path.Key(name), errors);
                }
                break;
            case JsonArray list:
                if (schema.ListType is "set") FindDuplicates(list, path, errors);
                else if (schema.ListType is "map") FindDuplicateKeys(list, schema, path, errors);
                for (var at = 0; at < list.Count; at++) Validate(list[at], schema.Items, path.Item(at), errors);
                break;
        }
    }

    private static void FindDuplicates(JsonArray list, FieldPath path, FieldErrors errors)
    {
        var seen = new Dictionary<string, bool>(list.Count, StringComparer.Ordinal);
        for (var at = 0; at < list.Count; at++)
        {
            var text = GoJson.Text(list[at]);
            if (seen.TryAdd(text, false)) continue;
            if (seen[text]) continue;
            seen[text] = true;
            errors.Duplicate(path.Item(at), GoJson.Sorted(list[at] ?? "null"));
        }
    }

    private static void FindDuplicateKeys(JsonArray list, StructuralSchema schema, FieldPath path, FieldErrors errors)
    {
        var seen = new Dictionary<string, bool>(list.Count, StringComparer.Ordinal);
        for (var at = 0; at < list.Count; at++)
        {
            if (OldValue.KeyOf(list[at], schema) is not { } text) continue;
            if (seen.TryAdd(text, false)) continue;
            if (seen[text]) continue;
            seen[text] = true;
            errors.Duplicate(path.Item(at), GoJson.Sorted(Keys((JsonObject)list[at]!, schema)));
        }
    }

    private static JsonObject Keys(JsonObject item, StructuralSchema schema)
    {
        var keys = new JsonObject();
        foreach (var name in schema.ListMapKeys)
        {
            if (item.TryGetPropertyValue(name, out var value)) keys[name] = value?.DeepClone();
        }
        return keys;
    }
}
