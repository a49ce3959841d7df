namespace Kite.Agent.Kubelet.Pods.Admission;

/// <summary>Why the node doesn't take a pod, for its status and an event.</summary>
/// <param name="Reason">One word, such as <c>OutOfcpu</c>.</param>
/// <param name="Message">For a person.</param>
internal sealed record PodRejection(string Reason, string Message);
