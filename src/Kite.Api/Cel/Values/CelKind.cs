namespace Kite.Api.Cel.Values;

/// <summary>What a <see cref="CelValue"/> holds.</summary>
public enum CelKind
{
    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary>A boolean.</summary>
    Bool,

    /// <summary>A signed integer.</summary>
    Int,

    /// <summary>An unsigned integer.</summary>
    Uint,

    /// <summary>A floating-point number.</summary>
    Double,

    /// <summary>A duration in nanoseconds.</summary>
    Duration,

    /// <summary>A string.</summary>
    String,

    /// <summary>A <see cref="CelBytes"/>.</summary>
    Bytes,

    /// <summary>A <see cref="CelTimestamp"/>.</summary>
    Timestamp,

    /// <summary>A <see cref="CelList"/>.</summary>
    List,

    /// <summary>A <see cref="CelMap"/>.</summary>
    Map,

    /// <summary>A <see cref="Types.CelType"/>.</summary>
    Type,

    /// <summary>A <see cref="CelOptional"/>.</summary>
    Optional,

    /// <summary>A <see cref="CelObject"/>: with fields, or opaque.</summary>
    Object,

    /// <summary>A <see cref="CelError"/>: what evaluation of a part came to.</summary>
    Error,
}
