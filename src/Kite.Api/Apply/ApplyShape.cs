using System.Text.Json.Nodes;
using Kite.Api.Json;
using Kite.Api.Schema;

namespace Kite.Api.Apply;

/// <summary>What server-side apply needs to know of a value: how its ownership is divided, and the shapes of its parts.</summary>
internal readonly struct ApplyShape
{
    private readonly SchemaTable schema;
    private readonly SchemaType? type;
    private readonly TypeReference? container;
    private readonly bool isRoot;

    private ApplyShape(SchemaTable schema, ApplyKind kind, SchemaType? type = null, TypeReference? container = null, IReadOnlyList<string>? keys = null, bool isRoot = false)
    {
        this.schema = schema;
        this.type = type;
        this.container = container;
        this.isRoot = isRoot;
        Kind = kind;
        Keys = keys ?? [];
    }

    internal ApplyKind Kind { get; }

    /// <summary>The keys of a list's items.</summary>
    internal IReadOnlyList<string> Keys { get; }

    /// <summary>The shape of a whole object; without a type everything but metadata is deduced.</summary>
    internal static ApplyShape Root(SchemaTable schema, SchemaType? type) => new(schema, type is null ? ApplyKind.Deduced : ApplyKind.Struct, type, isRoot: true);

    /// <summary>True for fields that nobody owns: what the server keeps, and what says which object it is.</summary>
    internal bool IsBookkeeping(string name)
    {
        if (isRoot) return name is "apiVersion" or "kind";
        return type is { Name: "meta/v1.ObjectMeta" } && name is "name" or "namespace" or "uid" or "resourceVersion" or "generation" or "creationTimestamp"
            or "deletionTimestamp" or "deletionGracePeriodSeconds" or "selfLink" or "managedFields";
    }

    /// <summary>The shape of a field or map entry.</summary>
    internal ApplyShape Field(string name)
    {
        if (isRoot && name == "metadata") return new ApplyShape(schema, ApplyKind.Struct, schema.Type("meta/v1.ObjectMeta"));
        if (Kind is ApplyKind.Map) return Item();
        if (Kind is not ApplyKind.Struct) return new ApplyShape(schema, ApplyKind.Deduced);
        return type!.Field(name) is { } field ? Of(field.Type, field) : new ApplyShape(schema, ApplyKind.Deduced);
    }

    /// <summary>True for a struct's own field, as opposed to a map's entry.</summary>
    internal bool IsNamed(string name) => (isRoot && name == "metadata") || (Kind is ApplyKind.Struct && type!.Field(name) is not null);

    /// <summary>
    /// What upstream's struct has in a field that is absent here: structs held by value and required lists are there even
    /// when empty, so that nobody owns that they are. Null for other fields, where the other side is empty too, and for
    /// custom resources, which are no structs.
    /// </summary>
    internal JsonNode? ZeroOf(string name, JsonNode? other) => other switch
    {
        _ when type is { IsCustom: true } && !(isRoot && name == "metadata") => null,
        JsonObject { Count: > 0 } when AtomicTypes.IsHeldByValue(name) && IsNamed(name) => new JsonObject(),
        JsonArray { Count: > 0 } when Kind is ApplyKind.Struct && type!.Field(name) is { IsRequired: true } => new JsonArray(),
        _ => null,
    };

    /// <summary>The shape of a list's items or a map's values.</summary>
    internal ApplyShape Item() => Of(container!.Element!, container.ElementField);

    /// <summary>True where the value is an object whose parts have owners.</summary>
    internal bool Divides(JsonNode? value) => value is JsonObject && Kind is ApplyKind.Struct or ApplyKind.Map or ApplyKind.Deduced;

    /// <summary>True where the value is a list whose items have owners.</summary>
    internal bool Itemizes(JsonNode? value) => value is JsonArray && Kind is ApplyKind.SetList or ApplyKind.MapList;

    /// <summary>The step that leads to a list's item; null where the item lacks a key that has no default.</summary>
    internal PathElement? ElementOf(JsonNode? item)
    {
        if (Kind is ApplyKind.SetList) return item is JsonValue ? new PathElement('v', ScalarText.Of(item)) : null;
        if (item is not JsonObject map) return null;
        var text = "{";
        for (var i = 0; i < Keys.Count; i++)
        {
            var value = map.TryGetPropertyValue(Keys[i], out var found) && found is not null ? ScalarText.Of(found) : DefaultOf(Keys[i]);
            if (value is null) return null;
            text = string.Concat(text, i == 0 ? "\"" : ",\"", Keys[i], "\":") + value;
        }
        return new PathElement('k', text + "}");
    }

    /// <summary>The first key that the item lacks.</summary>
    internal string MissingKey(JsonNode? item)
    {
        foreach (var key in Keys)
        {
            if ((item is not JsonObject map || map.Object(key) is null) && !(item is JsonObject other && other.ContainsKey(key)) && DefaultOf(key) is null) return key;
        }
        return "";
    }

    private string? DefaultOf(string key) => container?.Element is { } element ? schema.Resolve(element)?.Field(key)?.Default : null;

    private ApplyShape Of(TypeReference reference, SchemaField? field)
    {
        switch (reference.Kind)
        {
            case SchemaKind.Object:
                var isAtomic = field?.IsAtomicStruct == true || (reference.TypeName is { } name && AtomicTypes.Contains(name) && field?.Attribute("struct") != "granular");
                if (isAtomic) return new ApplyShape(schema, ApplyKind.Leaf);
                return schema.Resolve(reference) is { } known ? new ApplyShape(schema, ApplyKind.Struct, known) : new ApplyShape(schema, ApplyKind.Deduced);
            case SchemaKind.Map:
                return new ApplyShape(schema, field?.MapType == "atomic" ? ApplyKind.Leaf : ApplyKind.Map, container: reference);
            case SchemaKind.List when field is not null:
                return OfList(reference, field);
            case SchemaKind.Any or SchemaKind.RawExtension:
                return new ApplyShape(schema, ApplyKind.Deduced);
            default:
                return new ApplyShape(schema, ApplyKind.Leaf);
        }
    }

    private ApplyShape OfList(TypeReference reference, SchemaField field)
    {
        var merges = field.ListType is null && field.PatchStrategy?.StartsWith("merge", StringComparison.Ordinal) == true;
        if (field.ListType == "map") return new ApplyShape(schema, ApplyKind.MapList, container: reference, keys: Sorted(field.Keys));
        if (field.ListType == "set" || (merges && field.MergeKey is null)) return new ApplyShape(schema, ApplyKind.SetList, container: reference);
        return merges
            ? new ApplyShape(schema, ApplyKind.MapList, container: reference, keys: [field.MergeKey!])
            : new ApplyShape(schema, ApplyKind.Leaf);
    }

    private static IReadOnlyList<string> Sorted(IReadOnlyList<string> keys)
    {
        for (var i = 1; i < keys.Count; i++)
        {
            if (string.CompareOrdinal(keys[i - 1], keys[i]) > 0) return [.. keys.Order(StringComparer.Ordinal)];
        }
        return keys;
    }
}
