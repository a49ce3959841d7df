using System.Net;

namespace Kite.Agent.Network;

/// <summary>How a pod's sandbox container joins the pod network.</summary>
/// <param name="DockerNetwork">The Docker network's name, for the sandbox's <c>NetworkMode</c>.</param>
/// <param name="PodCidr">The addresses of this node's pods.</param>
/// <param name="Gateway">The node's own address in it, which pods use as their default route.</param>
public sealed record PodNetworkAttachment(string DockerNetwork, IPNetwork PodCidr, IPAddress Gateway);
