using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Framework;

/// <summary>The Score extension point, prepared for one pod.</summary>
internal interface INodeScorer
{
    /// <summary>The highest score after <see cref="Normalize"/>.</summary>
    const long MaxScore = 100;

    /// <summary>How well the node suits; on the plugin's own scale.</summary>
    long Score(NodeInfo node);

    /// <summary>Brings the scores of all candidates to 0..<see cref="MaxScore"/>.</summary>
    void Normalize(Span<long> scores)
    {
    }
}
