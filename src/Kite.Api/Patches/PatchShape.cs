using Kite.Api.Schema;

namespace Kite.Api.Patches;

/// <summary>What strategic merge needs to know of a value: its type, and how its field merges.</summary>
internal readonly struct PatchShape
{
    private readonly SchemaTable schema;
    private readonly SchemaType? type;
    private readonly TypeReference? reference;

    internal PatchShape(SchemaTable schema, SchemaType? type)
    {
        this.schema = schema;
        this.type = type;
    }

    private PatchShape(SchemaTable schema, TypeReference? reference, SchemaField? field)
    {
        this.schema = schema;
        this.reference = reference;
        type = reference is null ? null : schema.Resolve(reference);
        MergeKey = field?.MergeKey;
        Strategy = StrategyOf(field?.PatchStrategy);
    }

    /// <summary>The key that list items are matched by; null for lists of scalars.</summary>
    internal string? MergeKey { get; }

    /// <summary><c>merge</c>, <c>replace</c>, or empty.</summary>
    internal string Strategy { get; } = "";

    /// <summary>The shape of a field or of a map's value.</summary>
    internal PatchShape Field(string name)
    {
        if (reference is { Kind: SchemaKind.Map }) return new PatchShape(schema, reference.Element, null);
        var field = type?.Field(name);
        return new PatchShape(schema, field?.Type, field);
    }

    /// <summary>The shape of a list's items.</summary>
    internal PatchShape Item() => new(schema, reference?.Element, null);

    private static string StrategyOf(string? strategy) => strategy switch
    {
        null or "retainKeys" => "",
        "merge,retainKeys" => PatchDirectives.Merge,
        _ => strategy,
    };
}
