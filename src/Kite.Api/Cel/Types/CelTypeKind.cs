namespace Kite.Api.Cel.Types;

/// <summary>What sort of type a <see cref="CelType"/> is.</summary>
public enum CelTypeKind
{
    /// <summary>Any value; decided when the expression is evaluated.</summary>
    Dyn,

    /// <summary>The type of <c>null</c>.</summary>
    Null,

    /// <summary>Booleans.</summary>
    Bool,

    /// <summary>Signed 64-bit integers.</summary>
    Int,

    /// <summary>Unsigned 64-bit integers.</summary>
    Uint,

    /// <summary>Floating-point numbers.</summary>
    Double,

    /// <summary>Text.</summary>
    String,

    /// <summary>Octets.</summary>
    Bytes,

    /// <summary>Spans of time, to the nanosecond.</summary>
    Duration,

    /// <summary>Points in time, to the nanosecond.</summary>
    Timestamp,

    /// <summary>Lists; one parameter, the type of their elements.</summary>
    List,

    /// <summary>Maps; two parameters, the types of keys and values.</summary>
    Map,

    /// <summary>Types as values; at most one parameter, the type itself.</summary>
    Type,

    /// <summary>A type with named fields, which a type provider knows.</summary>
    Object,

    /// <summary>A type that only functions can look into; any number of parameters. <c>optional_type</c> is one.</summary>
    Opaque,

    /// <summary>A parameter of an overload.</summary>
    Parameter,

    /// <summary>The type of what doesn't type-check.</summary>
    Error,
}
