using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods.Admission;

/// <summary>A pod that asks to run on the node.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Others">The pods that have their place already: admitted or running from before, not ended.</param>
/// <param name="IsRunning">True where the pod has run here before Kite was started: nothing that may have changed since is a reason to end it.</param>
internal sealed record PodAdmissionRequest(Pod Pod, IReadOnlyCollection<Pod> Others, bool IsRunning);
