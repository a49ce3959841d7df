namespace Kite.Agent.Runtime;

/// <summary>A file or directory of the node that a container sees.</summary>
/// <param name="Source">Its path on the node.</param>
/// <param name="Target">Its path in the container.</param>
/// <param name="ReadOnly">True where the container may not write.</param>
/// <param name="Propagation">How later mounts travel: <c>rprivate</c>, <c>rslave</c> or <c>rshared</c>.</param>
internal sealed record ContainerMount(string Source, string Target, bool ReadOnly, string Propagation = ContainerMount.Private)
{
    /// <summary>Later mounts stay where they are made.</summary>
    public const string Private = "rprivate";

    /// <summary>The id of the image whose root file system is mounted, always read only; <see cref="Source"/> is then a path in it, empty for its root.</summary>
    public string ImageId { get; init; } = "";
}
