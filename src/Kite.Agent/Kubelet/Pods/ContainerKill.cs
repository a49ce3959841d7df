using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods;

/// <summary>A running container to end.</summary>
/// <param name="Running">The container.</param>
/// <param name="Spec">What the pod says about it; null where it says nothing any more.</param>
/// <param name="Message">Why, for the event.</param>
/// <param name="GraceSeconds">How long it gets, where that differs from the pod's grace period.</param>
internal sealed record ContainerKill(RuntimeContainer Running, Container? Spec, string Message, long? GraceSeconds = null);
