namespace Kite.Api.Apply;

/// <summary>How ownership of a value is divided.</summary>
internal enum ApplyKind
{
    /// <summary>It has one owner as a whole: scalars, atomic lists, maps and structs.</summary>
    Leaf,

    /// <summary>A struct whose fields have owners.</summary>
    Struct,

    /// <summary>A map whose entries have owners.</summary>
    Map,

    /// <summary>A list whose items, scalars, have owners by value.</summary>
    SetList,

    /// <summary>A list whose items have owners by key.</summary>
    MapList,

    /// <summary>Nothing is known: objects divide, everything else is one value.</summary>
    Deduced,
}
