namespace Kite.Agent.Volumes;

/// <summary>A volume that is ready for containers.</summary>
/// <param name="Path">Its path on the node.</param>
/// <param name="IsReadOnly">True where no container may write to it.</param>
/// <param name="FollowsObjects">True where its content changes with objects of the API, so that it has to be brought up to date now and then.</param>
internal sealed record MountedVolume(string Path, bool IsReadOnly = false, bool FollowsObjects = false);
