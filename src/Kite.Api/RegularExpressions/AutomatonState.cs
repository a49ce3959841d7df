namespace Kite.Api.RegularExpressions;

/// <summary>All that matters of what was read so far: which steps may come, and what the last code point was.</summary>
/// <param name="steps">Steps that read, assert or match, in order.</param>
/// <param name="before">The code point read last, or one that is as good.</param>
/// <param name="numbers">The size of the alphabet.</param>
internal sealed class AutomatonState(int[] steps, int before, int numbers)
{
    /// <summary>Reached when there is a match.</summary>
    internal static AutomatonState Matched { get; } = new([], 0, 0);

    /// <summary>Reached when there can be none any more.</summary>
    internal static AutomatonState Failed { get; } = new([], 0, 0);

    /// <summary>Steps that read, assert or match, in order.</summary>
    internal int[] Steps => steps;

    /// <summary>The code point read last, or one that is as good.</summary>
    internal int Before => before;

    /// <summary>The states by the number of the code point read next; null where not asked for yet.</summary>
    internal AutomatonState?[] Next { get; } = new AutomatonState?[numbers];
}
