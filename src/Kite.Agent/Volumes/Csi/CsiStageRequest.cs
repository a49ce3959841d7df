namespace Kite.Agent.Volumes.Csi;

/// <summary>How a volume is made ready.</summary>
/// <param name="IsAttachable">True where it is attached to the node first.</param>
/// <param name="Group">The group to mount it for; empty for none.</param>
/// <param name="PodVolume">Its name in the pod, for events.</param>
internal sealed record CsiStageRequest(bool IsAttachable, string Group, string PodVolume);
