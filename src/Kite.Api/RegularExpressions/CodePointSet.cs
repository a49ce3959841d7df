namespace Kite.Api.RegularExpressions;

/// <summary>An immutable set of code points, held as sorted ranges that neither overlap nor touch.</summary>
internal sealed class CodePointSet
{
    /// <summary>The largest code point.</summary>
    internal const int Largest = 0x10FFFF;

    private static readonly CodePointSet[] Ascii = [.. Enumerable.Range(0, 128).Select(codePoint => new CodePointSet([codePoint, codePoint]))];

    private readonly int[] bounds;

    private CodePointSet(int[] bounds) => this.bounds = bounds;

    /// <summary>Every code point.</summary>
    internal static CodePointSet Any { get; } = new([0, Largest]);

    /// <summary>Every code point but the line feed.</summary>
    internal static CodePointSet AnyButLineFeed { get; } = new([0, '\n' - 1, '\n' + 1, Largest]);

    /// <summary>First and last code point of each range, one after the other.</summary>
    internal ReadOnlySpan<int> Bounds => bounds;

    /// <summary>The set of one code point.</summary>
    internal static CodePointSet Of(int codePoint) => codePoint < Ascii.Length ? Ascii[codePoint] : new([codePoint, codePoint]);

    /// <summary>The set of ranges in any order, which may overlap.</summary>
    internal static CodePointSet Of(List<(int First, int Last)> ranges)
    {
        ranges.Sort();
        var bounds = new List<int>(ranges.Count * 2);
        foreach (var (first, last) in ranges)
        {
            if (bounds.Count > 0 && first <= bounds[^1] + 1) bounds[^1] = Math.Max(bounds[^1], last);
            else bounds.AddRange([first, last]);
        }
        return new CodePointSet([.. bounds]);
    }

    /// <summary>The code points that this set has not.</summary>
    internal CodePointSet Negated()
    {
        var result = new List<int>(bounds.Length + 2);
        var next = 0;
        for (var i = 0; i < bounds.Length; i += 2)
        {
            if (next < bounds[i]) result.AddRange([next, bounds[i] - 1]);
            next = bounds[i + 1] + 1;
        }
        if (next <= Largest) result.AddRange([next, Largest]);
        return new CodePointSet([.. result]);
    }

    /// <summary>Adds the ranges of this set to a list.</summary>
    internal void AddTo(List<(int First, int Last)> ranges)
    {
        for (var i = 0; i < bounds.Length; i += 2) ranges.Add((bounds[i], bounds[i + 1]));
    }

    /// <summary>True where the code point is in the set.</summary>
    internal bool Contains(int codePoint)
    {
        var index = Array.BinarySearch(bounds, codePoint);
        // Between a first and a last, the place to insert is odd.
        return index >= 0 || (~index & 1) != 0;
    }
}
