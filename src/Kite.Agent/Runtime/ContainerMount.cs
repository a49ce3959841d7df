namespace Kite.Agent.Runtime;

/// <summary>A file or directory of the node that a container sees.</summary>
/// <param name="Source">Its path on the node.</param>
/// <param name="Target">Its path in the container.</param>
/// <param name="ReadOnly">True where the container may not write.</param>
/// <param name="Propagation">How later mounts travel: <c>rprivate</c>, <c>rslave</c> or <c>rshared</c>.</param>
internal sealed record ContainerMount(string Source, string Target, bool ReadOnly, string Propagation = "rprivate");
