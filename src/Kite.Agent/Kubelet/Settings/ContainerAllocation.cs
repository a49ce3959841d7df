using Kite.Agent.Runtime;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>What a container gets beside what its spec says, such as devices and what goes with them.</summary>
internal sealed record ContainerAllocation
{
    /// <summary>Variables; the spec's win.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Files and directories of the node.</summary>
    public IReadOnlyList<ContainerMount> Mounts { get; init; } = [];

    /// <summary>Devices of the node.</summary>
    public IReadOnlyList<ContainerDevice> Devices { get; init; } = [];

    /// <summary>Annotations for the runtime.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();
}
