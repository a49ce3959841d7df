namespace Kite.Agent.Kubelet.Pods;

/// <summary>Why a container isn't running: <c>state.waiting</c> of its status.</summary>
/// <param name="Reason">One word, such as <c>ImagePullBackOff</c>.</param>
/// <param name="Message">For a person; may be empty.</param>
internal sealed record WaitingReason(string Reason, string Message);
