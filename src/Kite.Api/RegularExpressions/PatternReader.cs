namespace Kite.Api.RegularExpressions;

/// <summary>The text of a pattern and how far it is read; reads what patterns have in common inside and outside of brackets.</summary>
internal sealed class PatternReader(string pattern)
{
    private readonly Dictionary<(CodePointSet Set, bool IgnoreCase, bool IsNegated), CodePointSet> finished = [];

    /// <summary>The whole pattern.</summary>
    internal string Pattern => pattern;

    /// <summary>Where the next character is read.</summary>
    internal int Position { get; set; }

    /// <summary>True at the end.</summary>
    internal bool IsAtEnd => Position >= pattern.Length;

    /// <summary>The next character; NUL at the end.</summary>
    internal char Next => Peek(0);

    /// <summary>The character so many places on; NUL beyond the end.</summary>
    internal char Peek(int offset) => Position + offset < pattern.Length ? pattern[Position + offset] : '\0';

    /// <summary>True where the rest starts so.</summary>
    internal bool StartsWith(string text) => pattern.AsSpan(Position).StartsWith(text, StringComparison.Ordinal);

    /// <summary>What was read since a position.</summary>
    internal string Since(int start) => pattern[start..Position];

    /// <summary>Refuses what was read since a position.</summary>
    internal RegularExpressionException Refuse(string problem, int start) => new(problem, Since(start));

    /// <summary>Reads a code point, whatever it is.</summary>
    internal int ReadCodePoint()
    {
        var first = pattern[Position++];
        if (!char.IsHighSurrogate(first) || !char.IsLowSurrogate(Next)) return first;
        return char.ConvertToUtf32(first, pattern[Position++]);
    }

    /// <summary>Reads an escape that stands for one code point, from its backslash on.</summary>
    internal int ReadEscape()
    {
        var start = Position++;
        if (IsAtEnd) throw new RegularExpressionException("trailing backslash at end of expression", "");
        var codePoint = ReadCodePoint();
        var value = codePoint switch
        {
            >= '1' and <= '7' when Next is < '0' or > '7' => -1,
            >= '0' and <= '7' => ReadOctal(codePoint - '0'),
            'x' => ReadHexadecimal(),
            'a' => 7,
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            < 0x80 when !char.IsAsciiLetterOrDigit((char)codePoint) => codePoint,
            _ => -1,
        };
        return value >= 0 ? value : throw Refuse("invalid escape sequence", start);
    }

    /// <summary>Reads <c>\pL</c>, <c>\p{Greek}</c> or their negations; null where the rest doesn't start so.</summary>
    internal CodePointSet? ReadUnicodeClass(bool ignoreCase)
    {
        if (Next != '\\' || Peek(1) is not ('p' or 'P')) return null;
        var start = Position;
        var isNegated = Peek(1) == 'P';
        Position += 2;
        if (IsAtEnd) throw Refuse("invalid character class range", start);
        string name;
        if (Next == '{')
        {
            var end = pattern.IndexOf('}', start);
            if (end < 0) throw new RegularExpressionException("invalid character class range", pattern[start..]);
            name = pattern[(Position + 1)..end];
            Position = end + 1;
        }
        else
        {
            var nameStart = Position;
            ReadCodePoint();
            name = Since(nameStart);
        }
        if (name.StartsWith('^'))
        {
            isNegated = !isNegated;
            name = name[1..];
        }
        var set = UnicodeClasses.Find(name) ?? throw Refuse("invalid character class range", start);
        return Finish(set, ignoreCase, isNegated);
    }

    /// <summary>Reads <c>\d</c>, <c>\s</c>, <c>\w</c> or their negations; null where the rest doesn't start so.</summary>
    internal CodePointSet? ReadPerlClass(bool ignoreCase)
    {
        if (Next != '\\' || NamedClasses.FindPerl(char.ToLowerInvariant(Peek(1))) is not { } set) return null;
        var isNegated = char.IsAsciiLetterUpper(Peek(1));
        Position += 2;
        return Finish(set, ignoreCase, isNegated);
    }

    /// <summary>A class as it applies: with its other cases, then negated.</summary>
    internal CodePointSet Finish(CodePointSet set, bool ignoreCase, bool isNegated)
    {
        if (!ignoreCase && !isNegated) return set;
        if (finished.TryGetValue((set, ignoreCase, isNegated), out var known)) return known;
        var result = ignoreCase ? CaseFolding.Fold(set) : set;
        return finished[(set, ignoreCase, isNegated)] = isNegated ? result.Negated() : result;
    }

    private int ReadOctal(int value)
    {
        for (var digits = 1; digits < 3 && Next is >= '0' and <= '7'; digits++) value = (value * 8) + pattern[Position++] - '0';
        return value;
    }

    private int ReadHexadecimal()
    {
        if (IsAtEnd) return -1;
        if (Next == '{')
        {
            Position++;
            return ReadBracedHexadecimal();
        }
        var value = 0;
        var isValid = true;
        for (var digits = 0; digits < 2; digits++)
        {
            if (IsAtEnd) throw new RegularExpressionException("invalid UTF-8", "");
            var digit = ReadCodePoint();
            isValid &= digit < 0x80 && char.IsAsciiHexDigit((char)digit);
            if (isValid) value = (value * 16) + Convert.ToInt32(((char)digit).ToString(), 16);
        }
        return isValid ? value : -1;
    }

    private int ReadBracedHexadecimal()
    {
        var value = 0;
        var digits = 0;
        while (!IsAtEnd)
        {
            var digit = ReadCodePoint();
            if (digit == '}') return digits > 0 ? value : -1;
            if (digit >= 0x80 || !char.IsAsciiHexDigit((char)digit)) return -1;
            value = (value * 16) + Convert.ToInt32(((char)digit).ToString(), 16);
            if (value > CodePointSet.Largest) return -1;
            digits++;
        }
        return -1;
    }
}
