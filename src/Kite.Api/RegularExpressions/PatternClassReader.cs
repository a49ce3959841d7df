namespace Kite.Api.RegularExpressions;

/// <summary>Reads a class in brackets, such as <c>[^a-z[:digit:]\pL]</c>.</summary>
internal static class PatternClassReader
{
    /// <summary>More ranges than this are merged before more are read.</summary>
    private const int MostRanges = 200_000;

    /// <summary>Reads from the opening bracket to the closing one.</summary>
    internal static CodePointSet Read(PatternReader reader, bool ignoreCase)
    {
        var start = reader.Position++;
        var isNegated = reader.Next == '^';
        if (isNegated) reader.Position++;
        var ranges = new List<(int, int)>();
        var isFirst = true;
        while (reader.Next != ']' || isFirst)
        {
            isFirst = false;
            if (ReadNamed(reader, ignoreCase) is { } named) named.AddTo(ranges);
            else ReadRange(reader, ranges, ignoreCase, start);
            if (ranges.Count > MostRanges) ranges = Merge(ranges, reader.Pattern);
        }
        reader.Position++;
        var set = CodePointSet.Of(ranges);
        return isNegated ? set.Negated() : set;
    }

    private static List<(int, int)> Merge(List<(int, int)> ranges, string pattern)
    {
        var merged = new List<(int, int)>();
        CodePointSet.Of(ranges).AddTo(merged);
        return merged.Count <= MostRanges / 2 ? merged : throw new RegularExpressionException("expression too large", pattern);
    }

    private static CodePointSet? ReadNamed(PatternReader reader, bool ignoreCase) =>
        ReadPosix(reader, ignoreCase) ?? reader.ReadUnicodeClass(ignoreCase) ?? reader.ReadPerlClass(ignoreCase);

    private static CodePointSet? ReadPosix(PatternReader reader, bool ignoreCase)
    {
        if (!reader.StartsWith("[:")) return null;
        var start = reader.Position;
        var end = reader.Pattern.IndexOf(":]", start + 2, StringComparison.Ordinal);
        if (end < 0) return null;
        reader.Position = end + 2;
        var name = reader.Pattern[(start + 2)..end];
        var isNegated = name.StartsWith('^');
        var set = NamedClasses.FindPosix(isNegated ? name[1..] : name) ?? throw reader.Refuse("invalid character class range", start);
        return reader.Finish(set, ignoreCase, isNegated);
    }

    private static void ReadRange(PatternReader reader, List<(int, int)> ranges, bool ignoreCase, int classStart)
    {
        var start = reader.Position;
        var first = ReadMember(reader, classStart);
        var last = first;
        if (reader.Next == '-' && reader.Position + 1 < reader.Pattern.Length && reader.Peek(1) != ']')
        {
            reader.Position++;
            last = ReadMember(reader, classStart);
            if (last < first) throw reader.Refuse("invalid character class range", start);
        }
        if (ignoreCase) CaseFolding.AddFolded(ranges, first, last);
        else ranges.Add((first, last));
    }

    private static int ReadMember(PatternReader reader, int classStart)
    {
        if (reader.IsAtEnd) throw new RegularExpressionException("missing closing ]", reader.Pattern[classStart..]);
        return reader.Next == '\\' ? reader.ReadEscape() : reader.ReadCodePoint();
    }
}
