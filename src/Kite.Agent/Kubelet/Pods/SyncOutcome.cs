namespace Kite.Agent.Kubelet.Pods;

/// <summary>How one step of a pod ended.</summary>
/// <param name="IsFinished">True where nothing of the pod is left.</param>
/// <param name="Wake">After how long to look again without a change; null for not at all.</param>
internal readonly record struct SyncOutcome(bool IsFinished, TimeSpan? Wake);
