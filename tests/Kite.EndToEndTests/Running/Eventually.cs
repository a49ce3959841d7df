using System.Diagnostics;

namespace Kite.EndToEndTests.Running;

/// <summary>Waits for conditions.</summary>
internal static class Eventually
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(150);

    /// <summary>Looks until the constraint holds; the test fails with what was seen last where it doesn't within <paramref name="seconds"/>.</summary>
    public static async Task<T> That<T>(Func<Task<T>> look, NUnit.Framework.Constraints.IResolveConstraint expected, int seconds = 60)
    {
        var constraint = expected.Resolve();
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (constraint.ApplyTo(seen).IsSuccess) return seen;
            if (watch.Elapsed > TimeSpan.FromSeconds(seconds)) Assert.That(seen, constraint, $"not within {seconds} s");
            await Task.Delay(BetweenAttempts);
        }
    }
}
