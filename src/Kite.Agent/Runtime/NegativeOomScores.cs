using Kite.Agent.Linux;

namespace Kite.Agent.Runtime;

/// <summary>Whether containers may have negative OOM scores, which takes CAP_SYS_RESOURCE: tried once on Kite's own process, then believed of the engine, which may be held tighter.</summary>
internal sealed class NegativeOomScores
{
    private volatile bool areAllowed = OomScore.MayLower();

    /// <summary>True as long as nobody has refused one.</summary>
    public bool AreAllowed => areAllowed;

    /// <summary>The configuration with a score that is allowed.</summary>
    public ContainerConfig Fit(ContainerConfig config) =>
        areAllowed || config.Resources.OomScoreAdjust >= 0 ? config : config with { Resources = config.Resources with { OomScoreAdjust = 0 } };

    /// <summary>Takes note of a failed start; true where the next attempt comes without a negative score. Older runc dies without a word of the reason.</summary>
    public bool NoteRefusal(RuntimeException exception)
    {
        var isRefusal = exception.Message.Contains("oom_score_adj", StringComparison.Ordinal) || exception.Message.Contains("can't get final child's PID", StringComparison.Ordinal);
        if (isRefusal) areAllowed = false;
        return isRefusal;
    }
}
