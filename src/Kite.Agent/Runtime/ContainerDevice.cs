namespace Kite.Agent.Runtime;

/// <summary>A device of the node that a container may use.</summary>
/// <param name="HostPath">Its path on the node.</param>
/// <param name="ContainerPath">Its path in the container.</param>
/// <param name="Permissions">What it may do with it: <c>r</c>, <c>w</c>, <c>m</c>.</param>
internal sealed record ContainerDevice(string HostPath, string ContainerPath, string Permissions);
