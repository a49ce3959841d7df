using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>Why and how a pod is ended by the node.</summary>
/// <param name="Reason">One word for the pod's status and the event, such as <c>Evicted</c>.</param>
/// <param name="Message">For a person.</param>
/// <param name="Grace">How long its containers get; null for the pod's own grace period.</param>
/// <param name="Condition">A condition that tells others of it, such as <c>DisruptionTarget</c>; null for none.</param>
internal sealed record PodEviction(string Reason, string Message, TimeSpan? Grace = null, PodCondition? Condition = null);
