using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods.Resize;

/// <summary>A pod that asks for other amounts than it has.</summary>
/// <param name="Pod">The pod with what it asks for, as it is now.</param>
/// <param name="Resize">Where the decision is noted.</param>
/// <param name="Changed">Tells the pod's worker that there is one.</param>
internal sealed record PendingResize(Func<Pod> Pod, PodResize Resize, Action Changed);
