using System.Diagnostics;
using System.Runtime.CompilerServices;
using NUnit.Framework;
using NUnit.Framework.Constraints;

namespace Kite.Testing;

/// <summary>Waits for conditions; the test fails where they don't come true in time.</summary>
/// <remarks>The time is for machines that are slow or busy with others: what works is there long before, and a test that succeeds never waits for it.</remarks>
public static class Eventually
{
    private const int Patience = 60;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(150);

    /// <summary>Looks until the constraint holds, and gives what was seen then; the failure shows what was seen last.</summary>
    public static async Task<T> That<T>(Func<Task<T>> look, IResolveConstraint expected, int seconds = Patience)
    {
        var constraint = expected.Resolve();
        var watch = Stopwatch.StartNew();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var seen = await look();
            if (constraint.ApplyTo(seen).IsSuccess) return seen;
            if (watch.Elapsed > TimeSpan.FromSeconds(seconds)) Assert.That(seen, constraint, $"not within {seconds} s");
            await Task.Delay(pause);
        }
    }

    /// <summary>Looks until the condition holds; the failure shows its source.</summary>
    public static async Task Holds(Func<Task<bool>> condition, int seconds = Patience, [CallerArgumentExpression(nameof(condition))] string source = "")
    {
        var watch = Stopwatch.StartNew();
        for (var pause = FirstPause; !await condition(); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(seconds)) throw new AssertionException($"not within {seconds} s: {source}");
            await Task.Delay(pause);
        }
    }

    /// <summary>Looks until the condition holds; the failure shows its source.</summary>
    public static Task Holds(Func<bool> condition, int seconds = Patience, [CallerArgumentExpression(nameof(condition))] string source = "") => Holds(() => Task.FromResult(condition()), seconds, source);
}
