using Kite.Agent.Kubelet.Pods;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Images;

/// <summary>An image that a pod needs, for a container or as a volume.</summary>
/// <param name="Work">The pod.</param>
/// <param name="Name">The image as the spec writes it.</param>
/// <param name="Policy">When to pull it; empty for what its tag says.</param>
/// <param name="About">What events are about.</param>
internal sealed record ImageRequest(PodWork Work, string Name, string Policy, ObjectReference About);
