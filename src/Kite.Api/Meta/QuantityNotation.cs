namespace Kite.Api.Meta;

/// <summary>Which suffixes a quantity is written with.</summary>
internal enum QuantityNotation
{
    /// <summary><c>m</c>, none, <c>k</c>, <c>M</c> and so on, powers of 1000.</summary>
    Decimal,

    /// <summary><c>Ki</c>, <c>Mi</c> and so on, powers of 1024.</summary>
    Binary,

    /// <summary><c>e3</c>, <c>E6</c>: a power of ten.</summary>
    Exponent,
}
