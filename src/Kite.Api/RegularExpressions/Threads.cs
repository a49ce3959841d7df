namespace Kite.Api.RegularExpressions;

/// <summary>The steps that a machine is at, in order of preference, each at most once, with where its match started.</summary>
internal sealed class Threads(int capacity)
{
    private readonly int[] dense = new int[capacity];
    private readonly int[] sparse = new int[capacity];
    private readonly int[] starts = new int[capacity];

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>The step at an index.</summary>
    internal int this[int index] => dense[index];

    /// <summary>All of them.</summary>
    internal ReadOnlySpan<int> All => dense.AsSpan(0, Count);

    /// <summary>Where the match of the thread at an index started.</summary>
    internal int StartOf(int index) => starts[index];

    /// <summary>Adds a step; false where it is there.</summary>
    internal bool Add(int step, int start)
    {
        var index = sparse[step];
        if (index < Count && dense[index] == step) return false;
        (dense[Count], sparse[step], starts[Count]) = (step, Count, start);
        Count++;
        return true;
    }

    /// <summary>Removes all.</summary>
    internal void Clear() => Count = 0;
}
