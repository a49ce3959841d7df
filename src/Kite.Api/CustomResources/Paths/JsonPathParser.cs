using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Kite.Api.CustomResources.Paths;

/// <summary>Reads a JSONPath.</summary>
internal sealed class JsonPathParser(string text)
{
    private const int MaxSteps = 256;
    private const string FieldEnds = " \t\r\n.[],()'\"|=<>!&@";
    private int at;

    /// <exception cref="FormatException">It is none.</exception>
    internal JsonPath ParseAll()
    {
        var path = ParsePath();
        SkipBlanks();
        return at < text.Length ? throw Unexpected() : path;
    }

    private char Next => at < text.Length ? text[at] : '\0';

    private JsonPath ParsePath()
    {
        var steps = new List<JsonPathStep>();
        SkipBlanks();
        if (Next is '$' or '@') at++;
        while (at < text.Length)
        {
            if (steps.Count > MaxSteps) throw new FormatException("too many steps");
            if (Next == '.') ParseDot(steps);
            else if (Next == '[') steps.Add(ParseBracket());
            else if (steps.Count == 0 && IsFieldCharacter(Next)) steps.Add(new FieldStep(ReadField()));
            else break;
        }
        return new JsonPath(steps);
    }

    private void ParseDot(List<JsonPathStep> steps)
    {
        at++;
        if (Next == '.')
        {
            at++;
            steps.Add(new RecursiveStep());
        }
        if (Next == '*')
        {
            at++;
            steps.Add(new WildcardStep());
        }
        else if (IsFieldCharacter(Next))
        {
            steps.Add(new FieldStep(ReadField()));
        }
        else if (Next is not ('[' or '\0'))
        {
            throw Unexpected();
        }
    }

    private JsonPathStep ParseBracket()
    {
        at++;
        SkipBlanks();
        if (Next == '?') return ParseFilter();
        var parts = new List<JsonPathStep>();
        while (true)
        {
            if (parts.Count > MaxSteps) throw new FormatException("too many parts of a union");
            SkipBlanks();
            parts.Add(ParsePart());
            SkipBlanks();
            if (Next == ',')
            {
                at++;
                continue;
            }
            Expect(']');
            return parts.Count == 1 ? parts[0] : new UnionStep(parts);
        }
    }

    private JsonPathStep ParsePart()
    {
        if (Next == '*')
        {
            at++;
            return new WildcardStep();
        }
        if (Next is '\'' or '"') return new FieldStep(ReadQuoted());
        var start = ReadInteger();
        if (Next != ':') return start is null ? throw Unexpected() : new SliceStep(start, null, 1, isIndex: true);
        at++;
        var end = ReadInteger();
        long step = 1;
        if (Next == ':')
        {
            at++;
            step = ReadInteger() ?? 1;
        }
        return step > 0 ? new SliceStep(start, end, step, isIndex: false) : throw new FormatException("step must be > 0");
    }

    private FilterStep ParseFilter()
    {
        at++;
        Expect('(');
        var left = ParseOperand();
        SkipBlanks();
        var comparison = ReadComparison();
        var right = comparison.Length == 0 ? null : ParseOperand();
        SkipBlanks();
        Expect(')');
        SkipBlanks();
        Expect(']');
        return new FilterStep(left, comparison, right);
    }

    private FilterOperand ParseOperand()
    {
        SkipBlanks();
        if (Next is '@' or '$' or '.') return new FilterOperand(ParsePath(), null);
        if (Next is '\'' or '"') return new FilterOperand(null, JsonValue.Create(ReadQuoted()));
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' or '-' or '+')) at++;
        var word = text[start..at];
        if (word is "true" or "false") return new FilterOperand(null, JsonValue.Create(word == "true"));
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)) return new FilterOperand(null, JsonValue.Create(integer));
        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return new FilterOperand(null, JsonValue.Create(number));
        throw Unexpected();
    }

    private string ReadComparison()
    {
        foreach (var comparison in (ReadOnlySpan<string>)["==", "!=", "<=", ">=", "<", ">"])
        {
            if (string.CompareOrdinal(text, at, comparison, 0, comparison.Length) != 0) continue;
            at += comparison.Length;
            return comparison;
        }
        return "";
    }

    private static bool IsFieldCharacter(char character) => character != '\0' && !FieldEnds.Contains(character);

    private string ReadField()
    {
        var name = new StringBuilder();
        while (at < text.Length && IsFieldCharacter(text[at]))
        {
            if (text[at] == '\\' && at + 1 < text.Length) at++;
            name.Append(text[at++]);
        }
        return name.ToString();
    }

    private string ReadQuoted()
    {
        var quote = text[at++];
        var content = new StringBuilder();
        while (at < text.Length && text[at] != quote)
        {
            if (text[at] == '\\' && at + 1 < text.Length) at++;
            content.Append(text[at++]);
        }
        Expect(quote);
        return content.ToString();
    }

    private long? ReadInteger()
    {
        var start = at;
        if (Next == '-') at++;
        while (char.IsAsciiDigit(Next)) at++;
        if (at == start) return null;
        return int.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"cannot parse index {text[start..at]}");
    }

    private void SkipBlanks()
    {
        while (char.IsWhiteSpace(Next)) at++;
    }

    private void Expect(char character)
    {
        if (Next != character) throw at < text.Length ? Unexpected() : new FormatException("unclosed array expect ]");
        at++;
    }

    private FormatException Unexpected() => new(at < text.Length ? $"unexpected character '{text[at]}'" : "unexpected end of path");
}
