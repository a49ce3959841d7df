namespace Kite.Api.CustomResources.Rules;

/// <summary>What rules in CEL may cost, in upstream's units and numbers.</summary>
internal static class RuleLimits
{
    /// <summary>The most that one expression may cost in the worst case, all the times that it is evaluated for an object taken together.</summary>
    internal const ulong Expression = 10_000_000;

    /// <summary>The most that all expressions of a schema may cost in the worst case.</summary>
    internal const ulong Schema = 100_000_000;

    /// <summary>The most that one evaluation may cost.</summary>
    internal const ulong Call = 1_000_000;

    /// <summary>The most that all evaluations for an object may cost.</summary>
    internal const ulong Object = 10_000_000;

    /// <summary>The longest message that an expression may make, in bytes.</summary>
    internal const int MessageBytes = 5 * 1024;

    private const long LargestRequest = 3 * 1024 * 1024;

    /// <summary>How many values of a size fit into the largest request.</summary>
    /// <param name="minSize">The size in bytes, at the least.</param>
    internal static ulong MostValues(long minSize) => (ulong)(LargestRequest / (minSize + 1));

    /// <summary>The product; the greatest number where it doesn't fit.</summary>
    internal static ulong Multiply(ulong cost, ulong times) => cost != 0 && ulong.MaxValue / cost < times ? ulong.MaxValue : cost * times;
}
