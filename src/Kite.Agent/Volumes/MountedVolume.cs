using Kite.Agent.Volumes.Usage;

namespace Kite.Agent.Volumes;

/// <summary>A volume that is ready for containers.</summary>
/// <param name="Path">Its path on the node.</param>
/// <param name="IsReadOnly">True where no container may write to it.</param>
/// <param name="FollowsObjects">True where its content changes with objects of the API: it is made again when they change.</param>
/// <param name="RefreshAfter">After how long it has to be looked at though nothing is known to have changed; null for never.</param>
internal sealed record MountedVolume(string Path, bool IsReadOnly = false, bool FollowsObjects = false, TimeSpan? RefreshAfter = null)
{
    /// <summary>How it is found out how full it is.</summary>
    public VolumeMeasure Measure { get; init; }
}
