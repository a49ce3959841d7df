namespace Kite.Api.RegularExpressions;

/// <summary>A group whose closing parenthesis is not read yet, or the pattern itself.</summary>
/// <param name="Flags">What was switched on before it, and is again after it.</param>
/// <param name="IsCapture">True where RE2 would remember what it matched.</param>
internal sealed record OpenGroup(PatternFlags Flags, bool IsCapture)
{
    private readonly List<PatternNode> alternatives = [];
    private List<PatternNode> parts = [];

    /// <summary>Adds a part to the alternative being read.</summary>
    internal void Add(PatternNode part) => parts.Add(part);

    /// <summary>Takes the last part of the alternative back; null where it has none.</summary>
    internal PatternNode? TakeLast()
    {
        if (parts.Count == 0) return null;
        var last = parts[^1];
        parts.RemoveAt(parts.Count - 1);
        return last;
    }

    /// <summary>Ends an alternative.</summary>
    internal void StartAlternative()
    {
        alternatives.Add(PatternNode.Of(PatternNodeKind.Concatenation, parts));
        parts = [];
    }

    /// <summary>All of the group. Neighbours that are one code point each become one set.</summary>
    internal PatternNode Close()
    {
        StartAlternative();
        if (alternatives.Count == 1) return alternatives[0];
        var merged = new List<PatternNode>(alternatives.Count);
        var ranges = new List<(int, int)>();
        var hasSet = false;
        foreach (var alternative in alternatives)
        {
            if (alternative.Set is { } set)
            {
                set.AddTo(ranges);
                hasSet = true;
                continue;
            }
            Flush();
            merged.Add(alternative);
        }
        Flush();
        return PatternNode.Of(PatternNodeKind.Alternation, merged);

        void Flush()
        {
            if (hasSet) merged.Add(PatternNode.OfSet(CodePointSet.Of(ranges)));
            ranges.Clear();
            hasSet = false;
        }
    }
}
