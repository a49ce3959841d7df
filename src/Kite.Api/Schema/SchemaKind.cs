namespace Kite.Api.Schema;

/// <summary>The shape of a value in an API object, as the table of fields (<c>fields.txt</c>) names it.</summary>
public enum SchemaKind
{
    /// <summary>A JSON string; <see cref="TypeReference.Values"/> may name its known values.</summary>
    String,

    /// <summary>A 32-bit integer.</summary>
    Int32,

    /// <summary>A 64-bit integer.</summary>
    Int64,

    /// <summary>A JSON boolean.</summary>
    Bool,

    /// <summary>A double-precision number.</summary>
    Double,

    /// <summary>Bytes, base64 in JSON.</summary>
    Bytes,

    /// <summary>Any JSON value.</summary>
    Any,

    /// <summary>An RFC 3339 instant in whole seconds.</summary>
    Time,

    /// <summary>An RFC 3339 instant with six decimals.</summary>
    MicroTime,

    /// <summary>A Go duration string such as <c>1m30s</c>.</summary>
    Duration,

    /// <summary>A resource quantity such as <c>100m</c> or <c>1Gi</c>.</summary>
    Quantity,

    /// <summary>A JSON integer or string.</summary>
    IntOrString,

    /// <summary>An embedded object of any kind.</summary>
    RawExtension,

    /// <summary>A managedFields field set.</summary>
    FieldsV1,

    /// <summary>An object of the named type, <see cref="TypeReference.TypeName"/>.</summary>
    Object,

    /// <summary>A list of <see cref="TypeReference.Element"/>.</summary>
    List,

    /// <summary>A map from string to <see cref="TypeReference.Element"/>.</summary>
    Map,
}
