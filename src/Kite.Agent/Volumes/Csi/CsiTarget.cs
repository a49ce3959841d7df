namespace Kite.Agent.Volumes.Csi;

/// <summary>Where a pod gets a volume.</summary>
/// <param name="Spec">The volume.</param>
/// <param name="Directory">The pod's directory of it.</param>
/// <param name="Path">What the driver makes in it.</param>
internal sealed record CsiTarget(VolumeSpec Spec, string Directory, string Path);
