namespace Kite.Api.RegularExpressions;

/// <summary>
/// Reads RE2's syntax as Go's regexp package does, and refuses what that refuses in its words.
/// Groups are kept on a stack of their own, so deep nesting costs no stack.
/// </summary>
internal sealed class PatternParser
{
    private const int MostCopies = 1000;
    private const int MostHeight = 1000;
    private const int MostRanges = 4_000_000;
    private const int Overflow = -2;

    private readonly PatternReader reader;
    private readonly Stack<OpenGroup> groups = new();
    private OpenGroup group = new(PatternFlags.None, IsCapture: false);
    private PatternFlags flags;
    private int ranges;

    /// <summary>Where the repetition just read starts; -1 after anything else.</summary>
    private int repetition = -1;

    private PatternParser(string pattern) => reader = new PatternReader(pattern);

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="RegularExpressionException">RE2 would refuse it.</exception>
    internal static PatternNode Parse(string pattern)
    {
        var parser = new PatternParser(pattern);
        while (!parser.reader.IsAtEnd) parser.ReadPart();
        if (parser.groups.Count > 0) throw new RegularExpressionException("missing closing )", pattern);
        var node = parser.group.Close();
        parser.Check(node);
        return node;
    }

    private void ReadPart()
    {
        var isRepetition = false;
        var start = reader.Position;
        switch (reader.Next)
        {
            case '(':
                Open();
                break;
            case ')':
                Close();
                break;
            case '|':
                reader.Position++;
                group.StartAlternative();
                break;
            case '^':
                AddAssertion(flags.HasFlag(PatternFlags.Lines) ? PatternAssertion.BeginLine : PatternAssertion.BeginText, 1);
                break;
            case '$':
                AddAssertion(flags.HasFlag(PatternFlags.Lines) ? PatternAssertion.EndLine : PatternAssertion.EndText, 1);
                break;
            case '.':
                reader.Position++;
                Add(PatternNode.OfSet(flags.HasFlag(PatternFlags.DotAll) ? CodePointSet.Any : CodePointSet.AnyButLineFeed));
                break;
            case '[':
                Add(PatternNode.OfSet(PatternClassReader.Read(reader, IgnoresCase)));
                break;
            case '*' or '+' or '?':
                Repeat(start);
                isRepetition = true;
                break;
            case '{':
                isRepetition = TryRepeat(start);
                break;
            case '\\':
                ReadEscape();
                break;
            default:
                AddLiteral(reader.ReadCodePoint());
                break;
        }
        repetition = isRepetition ? start : -1;
    }

    private bool IgnoresCase => flags.HasFlag(PatternFlags.IgnoreCase);

    private void Open()
    {
        var before = flags;
        var isCapture = true;
        if (reader.Peek(1) != '?') reader.Position++;
        else if (!PatternFlagReader.Read(reader, ref flags, out isCapture)) return;
        groups.Push(group);
        group = new OpenGroup(before, isCapture);
    }

    private void Close()
    {
        if (groups.Count == 0) throw new RegularExpressionException("unexpected )", reader.Pattern);
        reader.Position++;
        var node = group.Close();
        if (group.IsCapture) node = node.Nested();
        flags = group.Flags;
        group = groups.Pop();
        Add(node);
    }

    private void Add(PatternNode node)
    {
        Check(node);
        group.Add(node);
    }

    private void Check(PatternNode node)
    {
        if (node.Height > MostHeight) throw new RegularExpressionException("expression nests too deeply", reader.Pattern);
        ranges += node.Set?.Bounds.Length ?? 0;
        if (node.Size > RegularProgram.MostSteps || ranges > MostRanges) throw new RegularExpressionException("expression too large", reader.Pattern);
    }

    private void AddAssertion(PatternAssertion assertion, int length)
    {
        reader.Position += length;
        Add(PatternNode.OfAssertion(assertion));
    }

    private void AddLiteral(int codePoint)
    {
        var set = CodePointSet.Of(codePoint);
        Add(PatternNode.OfSet(IgnoresCase ? CaseFolding.Fold(set) : set));
    }

    private void ReadEscape()
    {
        switch (reader.Peek(1))
        {
            case 'A':
                AddAssertion(PatternAssertion.BeginText, 2);
                return;
            case 'z':
                AddAssertion(PatternAssertion.EndText, 2);
                return;
            case 'b':
                AddAssertion(PatternAssertion.WordBoundary, 2);
                return;
            case 'B':
                AddAssertion(PatternAssertion.NoWordBoundary, 2);
                return;
            case 'Q':
                ReadQuoted();
                return;
        }
        if ((reader.ReadUnicodeClass(IgnoresCase) ?? reader.ReadPerlClass(IgnoresCase)) is { } set) Add(PatternNode.OfSet(set));
        else AddLiteral(reader.ReadEscape());
    }

    private void ReadQuoted()
    {
        reader.Position += 2;
        while (!reader.IsAtEnd && !reader.StartsWith("\\E")) AddLiteral(reader.ReadCodePoint());
        if (!reader.IsAtEnd) reader.Position += 2;
    }

    private void Repeat(int start)
    {
        var (least, most) = reader.Pattern[reader.Position++] switch { '*' => (0, -1), '+' => (1, -1), _ => (0, 1) };
        Repeat(start, least, most);
    }

    /// <summary>Reads <c>{2}</c>, <c>{2,}</c> or <c>{2,5}</c>; anything else is a brace that means itself.</summary>
    private bool TryRepeat(int start)
    {
        reader.Position++;
        if (TryReadCounts(out var least, out var most))
        {
            if (least is < 0 or > MostCopies || most > MostCopies || (most >= 0 && least > most) || most == Overflow)
                throw reader.Refuse("invalid repeat count", start);
            Repeat(start, least, most);
            return true;
        }
        reader.Position = start + 1;
        AddLiteral('{');
        return false;
    }

    private bool TryReadCounts(out int least, out int most)
    {
        most = -1;
        if (!TryReadCount(out least)) return false;
        if (reader.Next != ',')
        {
            most = least;
        }
        else
        {
            reader.Position++;
            if (reader.Next != '}' && !TryReadCount(out most)) return false;
        }
        return reader.Pattern.Length > reader.Position && reader.Pattern[reader.Position++] == '}';
    }

    private bool TryReadCount(out int count)
    {
        count = 0;
        var start = reader.Position;
        if (reader.Next == '0' && char.IsAsciiDigit(reader.Peek(1))) return false;
        for (; char.IsAsciiDigit(reader.Next); reader.Position++)
        {
            if (count >= 100_000_000) count = Overflow;
            if (count != Overflow) count = (count * 10) + reader.Next - '0';
        }
        return reader.Position > start;
    }

    private void Repeat(int start, int least, int most)
    {
        var isLazy = flags.HasFlag(PatternFlags.Lazy);
        if (reader.Next == '?')
        {
            reader.Position++;
            isLazy = !isLazy;
        }
        if (repetition >= 0) throw reader.Refuse("invalid nested repetition operator", repetition);
        if (group.TakeLast() is not { } child) throw reader.Refuse("missing argument to repetition operator", start);
        var node = PatternNode.Repeat(child, least, most, isLazy);
        if ((least >= 2 || most >= 2) && node.Copies > MostCopies) throw reader.Refuse("invalid repeat count", start);
        Add(node);
    }
}
