using System.Text.Json.Nodes;
using Kite.Api.Json;

namespace Kite.Api.CustomResources.Values;

/// <summary>What a value was before an update, where that can be told.</summary>
internal readonly struct OldValue
{
    private readonly JsonNode? value;
    private readonly StructuralSchema? listSchema;
    private readonly Lazy<Dictionary<string, JsonNode?>>? byKey;

    private OldValue(JsonNode? value, StructuralSchema? schema)
    {
        IsKnown = true;
        this.value = value;
        if (value is not JsonArray list || schema is not { ListType: "map" }) return;
        listSchema = schema;
        byKey = new Lazy<Dictionary<string, JsonNode?>>(() => Index(list, schema));
    }

    /// <summary>Nothing is known, as on creation.</summary>
    internal static OldValue Unknown => default;

    /// <summary>False where nothing is known.</summary>
    internal bool IsKnown { get; }

    /// <summary>What it was; null where nothing is known.</summary>
    internal JsonNode? Value => value;

    /// <summary>The value before.</summary>
    /// <param name="value">The value.</param>
    /// <param name="schema">Its schema.</param>
    internal static OldValue Of(JsonNode? value, StructuralSchema schema) => new(value, schema);

    /// <summary>What a field of the value was.</summary>
    internal OldValue Field(string name, StructuralSchema? schema) =>
        value is JsonObject map && map.TryGetPropertyValue(name, out var child) ? new OldValue(child, schema) : Unknown;

    /// <summary>What an item of the value was; only items of a list of type map can be told apart.</summary>
    /// <param name="item">The item now.</param>
    /// <param name="schema">The list's schema.</param>
    internal OldValue Item(JsonNode? item, StructuralSchema schema)
    {
        return byKey is not null && KeyOf(item, schema) is { } key && byKey.Value.TryGetValue(key, out var before) ? new OldValue(before, schema.Items) : Unknown;
    }

    /// <summary>True where the value is what it was; the order of a list of type map doesn't count.</summary>
    internal bool IsSame(JsonNode? now) => IsKnown && (byKey is not null && now is JsonArray list ? IsSameByKey(list) : JsonNodes.Same(value, now));

    /// <summary>The values of an item's keys as one text; null for what is no object.</summary>
    internal static string? KeyOf(JsonNode? item, StructuralSchema schema)
    {
        if (item is not JsonObject map) return null;
        var key = new JsonArray();
        foreach (var name in schema.ListMapKeys) key.Add(map.TryGetPropertyValue(name, out var part) ? part?.DeepClone() : null);
        return GoJson.Text(key);
    }

    private bool IsSameByKey(JsonArray now)
    {
        if (now.Count != ((JsonArray)value!).Count) return false;
        foreach (var item in now)
        {
            if (KeyOf(item, listSchema!) is not { } key || !byKey!.Value.TryGetValue(key, out var before) || !JsonNodes.Same(before, item)) return false;
        }
        return true;
    }

    private static Dictionary<string, JsonNode?> Index(JsonArray list, StructuralSchema schema)
    {
        var index = new Dictionary<string, JsonNode?>(list.Count, StringComparer.Ordinal);
        foreach (var item in list)
        {
            if (KeyOf(item, schema) is { } key) index.TryAdd(key, item);
        }
        return index;
    }
}
