namespace Kite.Api.Schema;

/// <summary>What a field holds: a scalar, a named object type, or a list or map of another reference.</summary>
public sealed class TypeReference
{
    private static readonly Dictionary<string, SchemaKind> Scalars = new(StringComparer.Ordinal)
    {
        ["string"] = SchemaKind.String,
        ["int32"] = SchemaKind.Int32,
        ["int64"] = SchemaKind.Int64,
        ["bool"] = SchemaKind.Bool,
        ["bytes"] = SchemaKind.Bytes,
        ["double"] = SchemaKind.Double,
        ["any"] = SchemaKind.Any,
        ["Time"] = SchemaKind.Time,
        ["MicroTime"] = SchemaKind.MicroTime,
        ["Duration"] = SchemaKind.Duration,
        ["Quantity"] = SchemaKind.Quantity,
        ["IntOrString"] = SchemaKind.IntOrString,
        ["RawExtension"] = SchemaKind.RawExtension,
        ["FieldsV1"] = SchemaKind.FieldsV1,
    };

    private TypeReference(SchemaKind kind, SchemaType? inlineType, TypeReference? element, SchemaField? elementField)
        : this(kind, element, null, null, false)
    {
        InlineType = inlineType;
        ElementField = elementField;
    }

    private TypeReference(SchemaKind kind, TypeReference? element, string? typeName, IReadOnlyList<string>? values, bool isClosed)
    {
        Kind = kind;
        Element = element;
        TypeName = typeName;
        Values = values;
        IsClosed = isClosed;
    }

    /// <summary>The shape of the value.</summary>
    public SchemaKind Kind { get; }

    /// <summary>The element of a list or the value of a map; null otherwise.</summary>
    public TypeReference? Element { get; }

    /// <summary>The name of an object type of the table (<c>core/v1.PodSpec</c>); null for other kinds and where the type is <see cref="InlineType"/>.</summary>
    public string? TypeName { get; }

    /// <summary>The object type itself, where it isn't one of the table; ask <see cref="SchemaTable.Resolve"/> for either.</summary>
    public SchemaType? InlineType { get; }

    /// <summary>How the elements merge where they are lists or maps themselves; null where nothing is said.</summary>
    public SchemaField? ElementField { get; }

    /// <summary>The known values of a string, or null where any is allowed.</summary>
    public IReadOnlyList<string>? Values { get; }

    /// <summary>True where <see cref="Values"/> is the whole set; false where upstream accepts others too.</summary>
    public bool IsClosed { get; }

    /// <summary>The type of an object, seen from whichever of object, list or map this is; null where there is none.</summary>
    public string? ObjectTypeName => TypeName ?? Element?.ObjectTypeName;

    /// <summary>A scalar, or any value.</summary>
    public static TypeReference Scalar(SchemaKind kind) => new(kind, null, null, null);

    /// <summary>An object of a type that need not be in the table.</summary>
    public static TypeReference Of(SchemaType type) => new(SchemaKind.Object, type, null, null);

    /// <summary>A list or map of an element.</summary>
    /// <param name="kind">A list or a map.</param>
    /// <param name="element">The element.</param>
    /// <param name="elementField">How the element merges where it is a list or map itself.</param>
    public static TypeReference Of(SchemaKind kind, TypeReference element, SchemaField? elementField) => new(kind, null, element, elementField);

    /// <summary>Reads the table's notation: <c>[]T</c>, <c>map[string]T</c>, <c>enum(A|B)</c>, <c>string(A|B)</c>, a scalar or a type name.</summary>
    public static TypeReference Parse(string text)
    {
        if (text.StartsWith("[]", StringComparison.Ordinal))
            return new TypeReference(SchemaKind.List, Parse(text.Substring(2)), null, null, false);
        if (text.StartsWith("map[string]", StringComparison.Ordinal))
            return new TypeReference(SchemaKind.Map, Parse(text.Substring("map[string]".Length)), null, null, false);
        var open = text.IndexOf('(');
        if (open >= 0)
            return new TypeReference(SchemaKind.String, null, null, text.Substring(open + 1, text.Length - open - 2).Split('|'), text.StartsWith("enum", StringComparison.Ordinal));
        return Scalars.TryGetValue(text, out var scalar)
            ? new TypeReference(scalar, null, null, null, false)
            : new TypeReference(SchemaKind.Object, null, text, null, false);
    }
}
