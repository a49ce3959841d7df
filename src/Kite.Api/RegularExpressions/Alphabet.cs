namespace Kite.Api.RegularExpressions;

/// <summary>Numbers code points so that those a program cannot tell apart have the same number; the last number stands for the end of the text.</summary>
internal sealed class Alphabet
{
    /// <summary>Sets times ranges; beyond it ranges are numbered without looking which are alike.</summary>
    private const long MostComparisons = 10_000_000;

    private readonly int[] starts;
    private readonly int[] numbers;
    private readonly int[] examples;
    private readonly int[] ascii = new int[128];

    /// <summary>The alphabet of a program.</summary>
    internal Alphabet(RegularProgram program)
    {
        var bounds = new HashSet<int> { 0 };
        if (program.HasAssertions)
        {
            foreach (var start in (ReadOnlySpan<int>)['\n', '\n' + 1, '0', '9' + 1, 'A', 'Z' + 1, '_', '_' + 1, 'a', 'z' + 1]) bounds.Add(start);
        }
        var sets = program.Steps.Select(step => step.Set).OfType<CodePointSet>().Distinct().ToList();
        foreach (var set in sets)
        {
            for (var i = 0; i < set.Bounds.Length; i += 2)
            {
                bounds.Add(set.Bounds[i]);
                bounds.Add(set.Bounds[i + 1] + 1);
            }
        }
        bounds.Remove(CodePointSet.Largest + 1);
        starts = [.. bounds.Order()];
        numbers = (long)starts.Length * sets.Count > MostComparisons ? [.. Enumerable.Range(0, starts.Length)] : Number(starts, sets, program.HasAssertions);
        examples = new int[numbers.Max() + 1];
        for (var i = starts.Length - 1; i >= 0; i--) examples[numbers[i]] = starts[i];
        for (var i = 0; i < ascii.Length; i++) ascii[i] = Search(i);
    }

    /// <summary>How many numbers there are, with that of the end.</summary>
    internal int Count => examples.Length + 1;

    /// <summary>The number of the end of the text.</summary>
    internal int End => examples.Length;

    /// <summary>The number of a code point.</summary>
    internal int this[int codePoint] => codePoint < 128 ? ascii[codePoint] : Search(codePoint);

    /// <summary>A code point that stands for all of a number.</summary>
    internal int Example(int number) => number == End ? Places.Nothing : examples[number];

    private int Search(int codePoint)
    {
        var index = Array.BinarySearch(starts, codePoint);
        return numbers[index >= 0 ? index : ~index - 1];
    }

    /// <summary>Ranges that are in the same sets get the same number.</summary>
    private static int[] Number(int[] starts, List<CodePointSet> sets, bool hasAssertions)
    {
        var numbers = new int[starts.Length];
        if (hasAssertions)
        {
            for (var i = 0; i < starts.Length; i++) numbers[i] = starts[i] == '\n' ? 0 : Places.IsWord(starts[i]) ? 1 : 2;
        }
        var known = new Dictionary<(int Number, bool IsMember), int>();
        foreach (var set in sets)
        {
            known.Clear();
            for (var i = 0; i < starts.Length; i++)
            {
                var key = (numbers[i], set.Contains(starts[i]));
                if (!known.TryGetValue(key, out var number)) known[key] = number = known.Count;
                numbers[i] = number;
            }
        }
        return numbers;
    }
}
