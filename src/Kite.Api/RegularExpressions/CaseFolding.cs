using System.Text;

namespace Kite.Api.RegularExpressions;

/// <summary>Which code points are the same letter when case doesn't matter: Unicode's simple folding, whatever the language.</summary>
internal static class CaseFolding
{
    /// <summary>Letters in order, and what each of them folds to.</summary>
    private static readonly Lazy<(int[] Letters, int[][] Others)> Orbits = new(ReadOrbits);

    /// <summary>A set and all that its code points fold to.</summary>
    internal static CodePointSet Fold(CodePointSet set)
    {
        var ranges = new List<(int, int)>();
        var bounds = set.Bounds;
        for (var i = 0; i < bounds.Length; i += 2) AddFolded(ranges, bounds[i], bounds[i + 1]);
        return CodePointSet.Of(ranges);
    }

    /// <summary>Adds a range and all that its code points fold to.</summary>
    internal static void AddFolded(List<(int First, int Last)> ranges, int first, int last)
    {
        ranges.Add((first, last));
        if (last <= 'z')
        {
            for (var letter = Math.Max(first, 'A'); letter <= last; letter++) AddLatin(ranges, letter);
            return;
        }
        var (letters, others) = Orbits.Value;
        var index = Array.BinarySearch(letters, first);
        for (index = index < 0 ? ~index : index; index < letters.Length && letters[index] <= last; index++)
        {
            foreach (var other in others[index]) ranges.Add((other, other));
        }
    }

    private static void AddLatin(List<(int First, int Last)> ranges, int letter)
    {
        if (!char.IsAsciiLetter((char)letter)) return;
        ranges.Add((letter ^ 0x20, letter ^ 0x20));
        if ((letter | 0x20) == 'k') ranges.Add((0x212A, 0x212A));
        if ((letter | 0x20) == 's') ranges.Add((0x17F, 0x17F));
    }

    private static (int[] Letters, int[][] Others) ReadOrbits()
    {
        var byLetter = new Dictionary<int, List<int>>();
        for (var codePoint = 'A' + 0; codePoint <= 0x1E943; codePoint++)
        {
            if (!Rune.IsValid(codePoint)) continue;
            var folded = Fold(codePoint);
            if (folded == codePoint) continue;
            if (!byLetter.TryGetValue(folded, out var letters)) byLetter[folded] = letters = [folded];
            letters.Add(codePoint);
        }
        var orbits = new SortedDictionary<int, int[]>();
        foreach (var letters in byLetter.Values)
        {
            foreach (var letter in letters) orbits[letter] = [.. letters.Where(other => other != letter)];
        }
        return ([.. orbits.Keys], [.. orbits.Values]);
    }

    /// <summary>The letter that stands for all its cases. .NET leaves alone the few that leave their script or alphabet.</summary>
    private static int Fold(int codePoint) => codePoint switch
    {
        0x17F => 's',
        0x212A => 'k',
        0x212B => 0xE5,
        0x2126 => 0x3C9,
        0x1E9E => 0xDF,
        0xB5 => 0x3BC,
        0x345 or 0x1FBE => 0x3B9,
        0x3C2 => 0x3C3,
        0x130 or 0x131 => codePoint,
        _ => Rune.ToLowerInvariant(Rune.ToUpperInvariant(new Rune(codePoint))).Value,
    };
}
