namespace Kite.Agent.Volumes;

/// <summary>What a container mounts of a volume.</summary>
/// <param name="Path">Its path on the node.</param>
/// <param name="IsReadOnly">True where no container may write to it.</param>
internal readonly record struct VolumeSource(string Path, bool IsReadOnly);
