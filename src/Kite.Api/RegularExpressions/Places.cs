namespace Kite.Api.RegularExpressions;

/// <summary>What holds at a place, by what is before and after it.</summary>
internal static class Places
{
    /// <summary>Stands for the code point before the text and after it.</summary>
    internal const int Nothing = -1;

    /// <summary>The assertions that hold between two code points.</summary>
    internal static PatternAssertion Between(int before, int after)
    {
        var holds = PatternAssertion.None;
        if (before == Nothing) holds |= PatternAssertion.BeginText | PatternAssertion.BeginLine;
        if (before == '\n') holds |= PatternAssertion.BeginLine;
        if (after == Nothing) holds |= PatternAssertion.EndText | PatternAssertion.EndLine;
        if (after == '\n') holds |= PatternAssertion.EndLine;
        return holds | (IsWord(before) == IsWord(after) ? PatternAssertion.NoWordBoundary : PatternAssertion.WordBoundary);
    }

    /// <summary>The code point at an index, and in <paramref name="length"/> how many characters it takes.</summary>
    internal static int Read(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        if (index >= text.Length) return Nothing;
        var first = text[index];
        if (!char.IsHighSurrogate(first) || index + 1 >= text.Length || !char.IsLowSurrogate(text[index + 1])) return first;
        length = 2;
        return char.ConvertToUtf32(first, text[index + 1]);
    }

    /// <summary>True for a letter, digit or underscore of ASCII.</summary>
    internal static bool IsWord(int codePoint) => codePoint is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' or '_';
}
