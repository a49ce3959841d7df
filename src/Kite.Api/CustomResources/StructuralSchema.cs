using System.Text.Json.Nodes;

namespace Kite.Api.CustomResources;

/// <summary>A node of a structural schema, as a CustomResourceDefinition's <c>openAPIV3Schema</c> describes it; immutable, and so is all that it holds.</summary>
/// <remarks>Value validations under <see cref="AllOf"/>, <see cref="AnyOf"/>, <see cref="OneOf"/> and <see cref="Not"/> have the same shape, though a structural schema lets them say less.</remarks>
public sealed class StructuralSchema
{
    private static readonly IReadOnlyDictionary<string, StructuralSchema> NoProperties = new Dictionary<string, StructuralSchema>();

    /// <summary>A schema that says nothing.</summary>
    public static StructuralSchema Empty { get; } = new();

    /// <summary><c>object</c>, <c>array</c>, <c>string</c>, <c>integer</c>, <c>number</c> or <c>boolean</c>; empty where none is given.</summary>
    public string Type { get; init; } = "";

    /// <summary>The format, such as <c>date-time</c>; empty where none is given.</summary>
    public string Format { get; init; } = "";

    /// <summary>The title.</summary>
    public string Title { get; init; } = "";

    /// <summary>The description.</summary>
    public string Description { get; init; } = "";

    /// <summary>The default, not to be changed: clone it. Null where there is none.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>True where null is a value.</summary>
    public bool IsNullable { get; init; }

    /// <summary>The schema of a list's items; null where none is given.</summary>
    public StructuralSchema? Items { get; init; }

    /// <summary>The schemas of an object's fields, in ordinal order of their names.</summary>
    public IReadOnlyDictionary<string, StructuralSchema> Properties { get; init; } = NoProperties;

    /// <summary>The schema of a map's values; null where none is given.</summary>
    public StructuralSchema? AdditionalProperties { get; init; }

    /// <summary>Whether fields that no property names may be there: true with <see cref="AdditionalProperties"/>; null where nothing is said.</summary>
    public bool? AllowsAdditionalProperties { get; init; }

    /// <summary>True where fields that the schema doesn't name are kept (<c>x-kubernetes-preserve-unknown-fields</c>).</summary>
    public bool PreservesUnknownFields { get; init; }

    /// <summary>True for an object with <c>apiVersion</c>, <c>kind</c> and <c>metadata</c> of its own (<c>x-kubernetes-embedded-resource</c>).</summary>
    public bool IsEmbeddedResource { get; init; }

    /// <summary>True for an integer or a string (<c>x-kubernetes-int-or-string</c>).</summary>
    public bool IsIntOrString { get; init; }

    /// <summary><c>atomic</c>, <c>set</c> or <c>map</c> (<c>x-kubernetes-list-type</c>); null where nothing is said, which means atomic.</summary>
    public string? ListType { get; init; }

    /// <summary>The fields that tell the items of a list of type map apart.</summary>
    public IReadOnlyList<string> ListMapKeys { get; init; } = [];

    /// <summary><c>atomic</c> or <c>granular</c> (<c>x-kubernetes-map-type</c>); null where nothing is said, which means granular.</summary>
    public string? MapType { get; init; }

    /// <summary>The rules in CEL (<c>x-kubernetes-validations</c>).</summary>
    public IReadOnlyList<ValidationRule> Validations { get; init; } = [];

    /// <summary>The largest number.</summary>
    public double? Maximum { get; init; }

    /// <summary>True where the largest number itself isn't allowed.</summary>
    public bool IsMaximumExclusive { get; init; }

    /// <summary>The smallest number.</summary>
    public double? Minimum { get; init; }

    /// <summary>True where the smallest number itself isn't allowed.</summary>
    public bool IsMinimumExclusive { get; init; }

    /// <summary>What a number is a multiple of.</summary>
    public double? MultipleOf { get; init; }

    /// <summary>The most characters.</summary>
    public long? MaxLength { get; init; }

    /// <summary>The fewest characters.</summary>
    public long? MinLength { get; init; }

    /// <summary>The regular expression that a string matches, in RE2's syntax; empty where there is none.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>The most items.</summary>
    public long? MaxItems { get; init; }

    /// <summary>The fewest items.</summary>
    public long? MinItems { get; init; }

    /// <summary>True where no two items are the same.</summary>
    public bool HasUniqueItems { get; init; }

    /// <summary>The most fields.</summary>
    public long? MaxProperties { get; init; }

    /// <summary>The fewest fields.</summary>
    public long? MinProperties { get; init; }

    /// <summary>The fields that must be there.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>The allowed values; empty where all are.</summary>
    public IReadOnlyList<JsonNode?> Enum { get; init; } = [];

    /// <summary>Schemas that all hold.</summary>
    public IReadOnlyList<StructuralSchema> AllOf { get; init; } = [];

    /// <summary>Schemas of which at least one holds.</summary>
    public IReadOnlyList<StructuralSchema> AnyOf { get; init; } = [];

    /// <summary>Schemas of which exactly one holds.</summary>
    public IReadOnlyList<StructuralSchema> OneOf { get; init; } = [];

    /// <summary>A schema that doesn't hold.</summary>
    public StructuralSchema? Not { get; init; }

    /// <summary>True where the schema refers to documentation elsewhere.</summary>
    public bool HasExternalDocs { get; init; }

    /// <summary>The schema of a field: its property's, else that of the map's values, else null.</summary>
    public StructuralSchema? Field(string name) => Properties.TryGetValue(name, out var property) ? property : AdditionalProperties;

    /// <summary>Reads a schema; what isn't of the right type counts as absent, as it does where there is no schema (null).</summary>
    public static StructuralSchema Parse(JsonObject? schema) => schema is null ? Empty : SchemaReader.Read(schema);

    /// <summary>This schema for an object that has <c>apiVersion</c>, <c>kind</c> and <c>metadata</c>, as every root has.</summary>
    internal StructuralSchema AsResource() => IsEmbeddedResource ? this : new StructuralSchema
    {
        Type = Type,
        Items = Items,
        Properties = Properties,
        AdditionalProperties = AdditionalProperties,
        AllowsAdditionalProperties = AllowsAdditionalProperties,
        PreservesUnknownFields = PreservesUnknownFields,
        IsEmbeddedResource = true,
    };
}
