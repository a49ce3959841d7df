namespace Kite.Agent.Runtime.Docker;

/// <summary>Which Docker Engine runs this node's containers.</summary>
/// <param name="Endpoint">Where it listens, such as <c>unix:///var/run/docker.sock</c>.</param>
/// <param name="NodeName">The node's name; containers carry it, so that several nodes may share an engine.</param>
/// <param name="ImageRoots">The directory of the root file systems of images that are mounted as volumes.</param>
internal sealed record DockerOptions(Uri Endpoint, string NodeName, string ImageRoots);
