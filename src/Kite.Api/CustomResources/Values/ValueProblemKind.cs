namespace Kite.Api.CustomResources.Values;

/// <summary>The kinds of things that can be wrong with a value.</summary>
internal enum ValueProblemKind
{
    /// <summary>It is not what the schema asks for.</summary>
    Invalid,

    /// <summary>It is absent.</summary>
    Required,

    /// <summary>It is of another type.</summary>
    WrongType,

    /// <summary>It is none of the allowed ones.</summary>
    NotSupported,

    /// <summary>It has too many characters.</summary>
    TooLong,

    /// <summary>It has too many items or fields.</summary>
    TooMany,
}
