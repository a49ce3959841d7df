using System.Text.Json.Nodes;

namespace Kite.Api.CustomResources.Values;

/// <summary>Fills in the defaults that a schema has. Idempotent.</summary>
public static class DefaultValues
{
    /// <summary>Fills in what is absent, and what is null where null is no value.</summary>
    public static void Fill(JsonNode? value, StructuralSchema schema)
    {
        switch (value)
        {
            case JsonObject map:
                FillMap(map, schema);
                break;
            case JsonArray list when schema.Items is { } items:
                for (var at = 0; at < list.Count; at++)
                {
                    if (list[at] is null && IsReplaced(items)) list[at] = items.Default!.DeepClone();
                    Fill(list[at], items);
                }
                break;
        }
    }

    /// <summary>Drops nulls of fields for which null is no value and which have no default.</summary>
    public static void DropNulls(JsonNode? value, StructuralSchema schema)
    {
        switch (value)
        {
            case JsonObject map:
                List<string>? nulls = null;
                foreach (var (name, child) in map)
                {
                    if (schema.Field(name) is not { } field) continue;
                    if (child is null && !field.IsNullable && field.Default is null) (nulls ??= []).Add(name);
                    else DropNulls(child, field);
                }
                foreach (var name in nulls ?? []) map.Remove(name);
                break;
            case JsonArray list when schema.Items is { } items:
                foreach (var item in list) DropNulls(item, items);
                break;
        }
    }

    private static void FillMap(JsonObject map, StructuralSchema schema)
    {
        foreach (var (name, property) in schema.Properties)
        {
            if (property.Default is null) continue;
            if (!map.TryGetPropertyValue(name, out var child) || (child is null && !property.IsNullable)) map[name] = property.Default.DeepClone();
        }
        if (schema.AdditionalProperties is { } values && IsReplaced(values))
        {
            foreach (var name in map.Where(entry => entry.Value is null && !schema.Properties.ContainsKey(entry.Key)).Select(entry => entry.Key).ToArray())
                map[name] = values.Default!.DeepClone();
        }
        foreach (var (name, child) in map)
        {
            if (child is JsonObject or JsonArray && schema.Field(name) is { } field) Fill(child, field);
        }
    }

    private static bool IsReplaced(StructuralSchema schema) => !schema.IsNullable && schema.Default is not null;
}
