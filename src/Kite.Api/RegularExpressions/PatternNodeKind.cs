namespace Kite.Api.RegularExpressions;

/// <summary>What a part of a pattern is.</summary>
internal enum PatternNodeKind
{
    /// <summary>Matches nothing at all, everywhere.</summary>
    Empty,

    /// <summary>One code point of a set.</summary>
    Set,

    /// <summary>A place, such as the end of a line.</summary>
    Assertion,

    /// <summary>One after the other.</summary>
    Concatenation,

    /// <summary>One of several, the first preferred.</summary>
    Alternation,

    /// <summary>Its child so many times.</summary>
    Repetition,
}
