using Kite.Api.CustomResources.Rules;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>What the place of a schema node forbids it.</summary>
internal sealed record SchemaContext
{
    /// <summary>True for the whole object.</summary>
    internal bool IsRoot { get; init; }

    /// <summary>Why there can't be a default; null where there can.</summary>
    internal string? NoDefaults { get; init; }

    /// <summary>True inside the metadata, kind or version of an object.</summary>
    internal bool IsInsideMetadata { get; init; }

    /// <summary>The nearest list above whose items can't be told apart on an update, so that rules can't speak of the old value; null where there is none.</summary>
    internal FieldPath? Uncorrelatable { get; init; }

    /// <summary>The parsed schema of the node, for its rules; null where it is not to have any.</summary>
    internal StructuralSchema? Structure { get; init; }

    /// <summary>True for a whole object and for one embedded in another.</summary>
    internal bool IsResource { get; init; }

    /// <summary>How many values an object can have for the node at most; null where nothing bounds them.</summary>
    internal ulong? Cardinality { get; init; }

    /// <summary>The context of a schema that values below are checked by.</summary>
    internal SchemaContext For(StructuralSchema? structure) => this with
    {
        Structure = structure,
        IsResource = structure is { IsEmbeddedResource: true },
        Cardinality = Structure is null || Cardinality is null || MostElements(Structure) is not { } times ? null : RuleLimits.Multiply(Cardinality.Value, times),
    };

    private static ulong? MostElements(StructuralSchema schema) => schema.Type switch
    {
        "object" when schema.AllowsAdditionalProperties is not null => Bound(schema.MaxProperties),
        "array" => Bound(schema.MaxItems),
        _ => 1,
    };

    private static ulong? Bound(long? most) => most is { } given ? (ulong)Math.Max(given, 0) : null;

    internal SchemaContext Below() => IsRoot ? this with { IsRoot = false } : this;

    internal SchemaContext BelowUncorrelatable(FieldPath path) => Below() with { Uncorrelatable = Uncorrelatable ?? path };
}
