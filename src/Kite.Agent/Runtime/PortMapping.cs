namespace Kite.Agent.Runtime;

/// <summary>A port of the node that leads to a port of a sandbox.</summary>
/// <param name="HostIP">The node's address that it listens on; empty for all.</param>
/// <param name="HostPort">The node's port.</param>
/// <param name="ContainerPort">The pod's port.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
internal sealed record PortMapping(string HostIP, int HostPort, int ContainerPort, string Protocol);
