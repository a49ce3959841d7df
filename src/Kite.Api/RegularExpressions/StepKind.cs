namespace Kite.Api.RegularExpressions;

/// <summary>What a step of a program does.</summary>
internal enum StepKind
{
    /// <summary>Reads a code point of a set, then goes on.</summary>
    Read,

    /// <summary>Goes on in two ways, the first preferred.</summary>
    Split,

    /// <summary>Goes on where an assertion holds.</summary>
    Assert,

    /// <summary>Has matched.</summary>
    Match,
}
