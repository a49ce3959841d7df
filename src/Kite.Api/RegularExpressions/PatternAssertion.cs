namespace Kite.Api.RegularExpressions;

/// <summary>What is asked of a place between code points; also the set of what holds at one.</summary>
[Flags]
internal enum PatternAssertion
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The start of the text.</summary>
    BeginText = 1,

    /// <summary>The end of the text.</summary>
    EndText = 2,

    /// <summary>The start of the text, or after a line feed.</summary>
    BeginLine = 4,

    /// <summary>The end of the text, or before a line feed.</summary>
    EndLine = 8,

    /// <summary>Between a word character of ASCII and something else.</summary>
    WordBoundary = 16,

    /// <summary>Where no such boundary is.</summary>
    NoWordBoundary = 32,
}
