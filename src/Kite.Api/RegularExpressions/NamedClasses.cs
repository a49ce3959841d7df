namespace Kite.Api.RegularExpressions;

/// <summary>The classes of ASCII that Perl's escapes and POSIX' names stand for.</summary>
internal static class NamedClasses
{
    private static readonly CodePointSet Digit = Set("09");
    private static readonly CodePointSet Word = Set("09AZ__az");
    private static readonly CodePointSet Space = Set("\t\n\f\r  ");

    private static readonly Dictionary<string, CodePointSet> Posix = new(StringComparer.Ordinal)
    {
        ["alnum"] = Set("09AZaz"),
        ["alpha"] = Set("AZaz"),
        ["ascii"] = Set("\0\u007f"),
        ["blank"] = Set("\t\t  "),
        ["cntrl"] = Set("\0\u001f\u007f\u007f"),
        ["digit"] = Digit,
        ["graph"] = Set("!~"),
        ["lower"] = Set("az"),
        ["print"] = Set(" ~"),
        ["punct"] = Set("!/:@[`{~"),
        ["space"] = Set("\t\r  "),
        ["upper"] = Set("AZ"),
        ["word"] = Word,
        ["xdigit"] = Set("09AFaf"),
    };

    /// <summary>The class of the letter after a backslash, in lower case (<c>d</c>, <c>s</c>, <c>w</c>); null for other letters.</summary>
    internal static CodePointSet? FindPerl(char letter) => letter switch { 'd' => Digit, 's' => Space, 'w' => Word, _ => null };

    /// <summary>The class of a POSIX name such as <c>alpha</c>; null where there is none.</summary>
    internal static CodePointSet? FindPosix(string name) => Posix.GetValueOrDefault(name);

    private static CodePointSet Set(string bounds) => CodePointSet.Of([.. bounds.Chunk(2).Select(pair => ((int)pair[0], (int)pair[1]))]);
}
