using System.Diagnostics.CodeAnalysis;

namespace Kite.Api.RegularExpressions;

/// <summary>
/// A regular expression in RE2's syntax with the meaning that Go's regexp package gives it. Matching takes time in proportion to the
/// text, whatever the pattern; memory is bounded. Safe for many threads.
/// </summary>
/// <remarks><see href="https://github.com/google/re2/wiki/Syntax"/></remarks>
public sealed class RegularExpression
{
    private readonly RegularProgram program;
    private readonly Automaton automaton;

    private RegularExpression(string pattern)
    {
        Pattern = pattern;
        program = RegularProgram.Of(PatternParser.Parse(pattern));
        automaton = new Automaton(program);
    }

    /// <summary>The pattern as written.</summary>
    public string Pattern { get; }

    /// <summary>How many steps its program has: what its memory grows with.</summary>
    internal int Size => program.Steps.Count;

    /// <summary>Compiles a pattern. Where the same may come again ask <see cref="RegularExpressionCache"/>.</summary>
    /// <exception cref="RegularExpressionException">RE2 refuses the pattern.</exception>
    public static RegularExpression Compile(string pattern) => new(pattern);

    /// <summary>Compiles a pattern; where RE2 refuses it, says why in Go's words.</summary>
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out RegularExpression? expression, [NotNullWhen(false)] out string? error)
    {
        (expression, error) = (null, null);
        try
        {
            expression = Compile(pattern);
            return true;
        }
        catch (RegularExpressionException e)
        {
            error = e.Message;
            return false;
        }
    }

    /// <summary>True where some part of the text matches.</summary>
    public bool IsMatch(ReadOnlySpan<char> text) => automaton.IsMatch(text);

    /// <summary>Finds the leftmost match.</summary>
    public bool TryFind(ReadOnlySpan<char> text, out int index, out int length) => new ThreadMachine(program).TryFind(text, 0, out index, out length);

    /// <summary>The matches that don't overlap, from left to right, at most so many (all where negative). An empty match right after another doesn't count.</summary>
    public IReadOnlyList<string> FindAll(string text, long limit)
    {
        var found = new List<string>();
        var machine = new ThreadMachine(program);
        var previousEnd = -1;
        for (var position = 0; position <= text.Length && (limit < 0 || found.Count < limit);)
        {
            if (!machine.TryFind(text, position, out var index, out var length)) break;
            var isAccepted = length > 0 || index != previousEnd;
            previousEnd = index + length;
            if (isAccepted) found.Add(text.Substring(index, length));
            position = previousEnd;
            if (length == 0)
            {
                Places.Read(text, position, out var width);
                position += width;
            }
        }
        return found;
    }

    /// <inheritdoc/>
    public override string ToString() => Pattern;
}
