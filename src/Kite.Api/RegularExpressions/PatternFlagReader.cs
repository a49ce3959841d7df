namespace Kite.Api.RegularExpressions;

/// <summary>Reads what follows <c>(?</c>: flags and the names of groups. Lookaround and whatever else Perl has there is refused.</summary>
internal static class PatternFlagReader
{
    /// <summary>Reads from the parenthesis on. True where a group was opened, false where only flags were switched.</summary>
    internal static bool Read(PatternReader reader, ref PatternFlags flags, out bool isCapture)
    {
        isCapture = true;
        if (IsNamed(reader))
        {
            ReadName(reader);
            return true;
        }
        isCapture = false;
        var start = reader.Position;
        reader.Position += 2;
        var (set, cleared) = (PatternFlags.None, PatternFlags.None);
        var isClearing = false;
        var hasFlag = false;
        while (!reader.IsAtEnd)
        {
            var letter = reader.ReadCodePoint();
            if (letter is ':' or ')')
            {
                if (isClearing && !hasFlag) break;
                flags = (flags | set) & ~cleared;
                return letter == ':';
            }
            if (letter == '-' && !isClearing)
            {
                (isClearing, hasFlag) = (true, false);
                continue;
            }
            var flag = Flag(letter);
            if (flag is PatternFlags.None) break;
            hasFlag = true;
            if (isClearing) cleared |= flag;
            else set |= flag;
        }
        throw reader.Refuse("invalid or unsupported Perl syntax", start);
    }

    private static PatternFlags Flag(int letter) => letter switch
    {
        'i' => PatternFlags.IgnoreCase,
        'm' => PatternFlags.Lines,
        's' => PatternFlags.DotAll,
        'U' => PatternFlags.Lazy,
        _ => PatternFlags.None,
    };

    private static bool IsNamed(PatternReader reader)
    {
        var rest = reader.Pattern.Length - reader.Position;
        return (rest > 4 && reader.StartsWith("(?P<")) || (rest > 3 && reader.StartsWith("(?<"));
    }

    private static void ReadName(PatternReader reader)
    {
        var start = reader.Position;
        var nameStart = start + (reader.Peek(2) == 'P' ? 4 : 3);
        var end = reader.Pattern.IndexOf('>', start);
        if (end < 0) throw new RegularExpressionException("invalid named capture", reader.Pattern[start..]);
        reader.Position = end + 1;
        var name = reader.Pattern.AsSpan(nameStart, Math.Max(0, end - nameStart));
        var isValid = name.Length > 0;
        foreach (var letter in name) isValid &= letter == '_' || char.IsAsciiLetterOrDigit(letter);
        if (!isValid) throw reader.Refuse("invalid named capture", start);
    }
}
