namespace Kite.ControlPlane.Scheduler.Framework;

/// <summary>The usual ways to bring scores to 0..100.</summary>
internal static class ScoreScale
{
    /// <summary>The best becomes 100, the others in proportion.</summary>
    internal static void Proportional(Span<long> scores)
    {
        var max = Max(scores);
        if (max == 0) return;
        foreach (ref var score in scores) score = score * INodeScorer.MaxScore / max;
    }

    /// <summary>Zero becomes 100, the highest 0.</summary>
    internal static void Reversed(Span<long> scores)
    {
        var max = Max(scores);
        foreach (ref var score in scores) score = max == 0 ? INodeScorer.MaxScore : INodeScorer.MaxScore - score * INodeScorer.MaxScore / max;
    }

    /// <summary>The lowest becomes 0, the highest 100.</summary>
    internal static void Stretched(Span<long> scores)
    {
        var (min, max) = (long.MaxValue, long.MinValue);
        foreach (var score in scores)
        {
            min = Math.Min(min, score);
            max = Math.Max(max, score);
        }
        var range = max - min;
        foreach (ref var score in scores) score = range > 0 ? (long)(INodeScorer.MaxScore * ((score - min) / (double)range)) : 0;
    }

    private static long Max(ReadOnlySpan<long> scores)
    {
        var max = 0L;
        foreach (var score in scores) max = Math.Max(max, score);
        return max;
    }
}
