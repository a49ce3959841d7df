using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Types;

/// <summary>A type of the Common Expression Language, and the value that <c>type()</c> gives for it. Immutable.</summary>
public sealed class CelType : CelReference
{
    /// <summary>The name of the type of optional values.</summary>
    public const string OptionalName = "optional_type";

    private CelType(CelTypeKind kind, string name, params CelType[] parameters) : base(CelKind.Type)
    {
        TypeKind = kind;
        Name = name;
        Parameters = parameters;
    }

    /// <summary>Any value.</summary>
    public static CelType Dyn { get; } = new(CelTypeKind.Dyn, "dyn");

    /// <summary>The type of <c>null</c>.</summary>
    public static CelType Null { get; } = new(CelTypeKind.Null, "null_type");

    /// <summary>Booleans.</summary>
    public static CelType Bool { get; } = new(CelTypeKind.Bool, "bool");

    /// <summary>Signed 64-bit integers.</summary>
    public static CelType Int { get; } = new(CelTypeKind.Int, "int");

    /// <summary>Unsigned 64-bit integers.</summary>
    public static CelType Uint { get; } = new(CelTypeKind.Uint, "uint");

    /// <summary>Floating-point numbers.</summary>
    public static CelType Double { get; } = new(CelTypeKind.Double, "double");

    /// <summary>Text.</summary>
    public static CelType String { get; } = new(CelTypeKind.String, "string");

    /// <summary>Octets.</summary>
    public static CelType Bytes { get; } = new(CelTypeKind.Bytes, "bytes");

    /// <summary>Spans of time.</summary>
    public static CelType Duration { get; } = new(CelTypeKind.Duration, "google.protobuf.Duration");

    /// <summary>Points in time.</summary>
    public static CelType Timestamp { get; } = new(CelTypeKind.Timestamp, "google.protobuf.Timestamp");

    /// <summary>Lists of anything.</summary>
    public static CelType DynList { get; } = new(CelTypeKind.List, "list", Dyn);

    /// <summary>Maps of anything to anything.</summary>
    public static CelType DynMap { get; } = new(CelTypeKind.Map, "map", Dyn, Dyn);

    /// <summary>The type of types.</summary>
    public static CelType Type { get; } = new(CelTypeKind.Type, "type");

    /// <summary>The type of what doesn't type-check.</summary>
    public static CelType Error { get; } = new(CelTypeKind.Error, "*error*");

    /// <summary>What sort of type it is.</summary>
    public CelTypeKind TypeKind { get; }

    /// <summary>The name at run time, as <c>type()</c> gives it: <c>list</c>, <c>google.protobuf.Timestamp</c>.</summary>
    public string Name { get; }

    /// <summary>The parameters, in their order; empty for most types.</summary>
    public IReadOnlyList<CelType> Parameters { get; }

    /// <inheritdoc/>
    public override CelType RuntimeType => Type;

    /// <summary>True for <c>optional_type(T)</c>.</summary>
    public bool IsOptional => TypeKind is CelTypeKind.Opaque && Name == OptionalName;

    /// <summary>True where any value is of the type as far as the checker knows.</summary>
    internal bool IsDyn => TypeKind is CelTypeKind.Dyn;

    /// <summary>Lists of elements of a type.</summary>
    public static CelType ListOf(CelType element) => element == Dyn ? DynList : new(CelTypeKind.List, "list", element);

    /// <summary>Maps from keys of a type to values of another.</summary>
    public static CelType MapOf(CelType key, CelType value) => new(CelTypeKind.Map, "map", key, value);

    /// <summary>Values of a type that may be absent.</summary>
    public static CelType OptionalOf(CelType value) => new(CelTypeKind.Opaque, OptionalName, value);

    /// <summary>The type of a type.</summary>
    public static CelType TypeOf(CelType type) => new(CelTypeKind.Type, "type", type);

    /// <summary>A type with fields that a type provider knows by the name.</summary>
    public static CelType Object(string name) => new(CelTypeKind.Object, name);

    /// <summary>A type that only functions can look into.</summary>
    public static CelType Opaque(string name, params CelType[] parameters) => new(CelTypeKind.Opaque, name, parameters);

    /// <summary>A type parameter of an overload, as <c>T</c> in <c>list(T)</c>; names are particular to the overload.</summary>
    public static CelType Parameter(string name) => new(CelTypeKind.Parameter, name);

    /// <summary>The same type with other parameters.</summary>
    internal CelType With(params CelType[] parameters) => new(TypeKind, Name, parameters);

    /// <summary>True where it is the same type with the same parameters.</summary>
    public bool IsExactly(CelType other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (TypeKind != other.TypeKind || Name != other.Name || Parameters.Count != other.Parameters.Count) return false;
        for (var i = 0; i < Parameters.Count; i++)
        {
            if (!Parameters[i].IsExactly(other.Parameters[i])) return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other) => other is CelType type && type.Name == Name;

    /// <inheritdoc/>
    public override int HashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>As messages write it: <c>list(string)</c>, <c>timestamp</c>.</summary>
    public override string ToString() => TypeKind switch
    {
        CelTypeKind.Duration => "duration",
        CelTypeKind.Timestamp => "timestamp",
        CelTypeKind.Null => "null",
        CelTypeKind.Error => "!error!",
        _ when Parameters.Count == 0 => Name,
        _ => $"{Name}({string.Join(", ", Parameters)})",
    };
}
