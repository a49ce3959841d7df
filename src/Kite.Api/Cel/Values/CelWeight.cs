using Kite.Api.Cel.Evaluation;

namespace Kite.Api.Cel.Values;

/// <summary>
/// How many values there are in a value, those within each other counted where they are found: a few expressions that put a list into itself twice make
/// billions of them out of nothing. Comparing what is so heavy would take longer than any expression may, and is as good as too costly.
/// </summary>
internal static class CelWeight
{
    /// <summary>What the elements of a value can weigh and still be looked at one by one: as many as an expression may pay for.</summary>
    public const long Most = 10_000_000;

    /// <summary>The sum; anything above <see cref="Most"/> is as good as any other.</summary>
    public static long Add(long weight, long other) => Math.Min(weight + other, Most + 1);

    /// <summary>What a list of values weighs.</summary>
    public static long Weigh(ReadOnlySpan<CelValue> values)
    {
        var weight = 1L;
        foreach (var value in values) weight = Add(weight, value.Weight);
        return weight;
    }

    /// <exception cref="EvaluationStoppedException">Each of them is too heavy to be looked at.</exception>
    public static void Check(CelReference value, CelReference other)
    {
        if (value.Weight > Most && other.Weight > Most) throw new EvaluationStoppedException(CelOutcome.CostLimitExceeded);
    }
}
