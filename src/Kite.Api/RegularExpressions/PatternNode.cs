namespace Kite.Api.RegularExpressions;

/// <summary>A part of a parsed pattern. Groups are gone: nobody asks what they matched.</summary>
/// <param name="Kind">What it is; which of the others are set follows from it.</param>
internal sealed record PatternNode(PatternNodeKind Kind)
{
    /// <summary>The part that matches nothing at all, everywhere.</summary>
    internal static PatternNode Empty { get; } = new(PatternNodeKind.Empty);

    /// <summary>The set of a <see cref="PatternNodeKind.Set"/>.</summary>
    internal CodePointSet? Set { get; private init; }

    /// <summary>The place of a <see cref="PatternNodeKind.Assertion"/>.</summary>
    internal PatternAssertion Assertion { get; private init; }

    /// <summary>The parts of this part.</summary>
    internal IReadOnlyList<PatternNode> Children { get; private init; } = [];

    /// <summary>How often a repetition's child comes at least.</summary>
    internal int Least { get; private init; }

    /// <summary>How often it comes at most; -1 for any number.</summary>
    internal int Most { get; private init; }

    /// <summary>True where fewer are preferred.</summary>
    internal bool IsLazy { get; private init; }

    /// <summary>How many steps the program of this part takes, about; held within 64 bits.</summary>
    internal long Size { get; private init; } = 1;

    /// <summary>The largest product of the counts of repetitions within each other.</summary>
    internal int Copies { get; private init; } = 1;

    /// <summary>How many parts lie within each other.</summary>
    internal int Height { get; private init; } = 1;

    internal static PatternNode OfSet(CodePointSet set) => new(PatternNodeKind.Set) { Set = set };

    internal static PatternNode OfAssertion(PatternAssertion assertion) => new(PatternNodeKind.Assertion) { Assertion = assertion };

    /// <summary>Parts after each other or, with <see cref="PatternNodeKind.Alternation"/>, instead of each other.</summary>
    internal static PatternNode Of(PatternNodeKind kind, IReadOnlyList<PatternNode> children) => children.Count switch
    {
        0 => Empty,
        1 => children[0],
        _ => new PatternNode(kind)
        {
            Children = children,
            Size = children.Sum(child => child.Size) + children.Count,
            Copies = children.Max(child => child.Copies),
            Height = children.Max(child => child.Height) + 1,
        },
    };

    /// <summary>The same part within one more group.</summary>
    internal PatternNode Nested() => this with { Height = Height + 1 };

    /// <summary>A part so many times; <paramref name="most"/> is -1 for any number.</summary>
    internal static PatternNode Repeat(PatternNode child, int least, int most, bool isLazy)
    {
        var count = Math.Max(1, Math.Max(least, most));
        return new PatternNode(PatternNodeKind.Repetition)
        {
            Children = [child],
            Least = least,
            Most = most,
            IsLazy = isLazy,
            Size = Math.Min(long.MaxValue / 2000, child.Size + 2) * count,
            Copies = Math.Min(int.MaxValue / 2000, child.Copies) * count,
            Height = child.Height + 1,
        };
    }
}
