using System.Net;

namespace Kite.Agent.Network;

/// <summary>How a pod's sandbox joins the pod network.</summary>
/// <param name="Network">The network's name as the runtime knows it, for the sandbox.</param>
/// <param name="PodCidr">The addresses of this node's pods.</param>
/// <param name="Gateway">The node's own address in it, which pods use as their default route.</param>
public sealed record PodNetworkAttachment(string Network, IPNetwork PodCidr, IPAddress Gateway);
