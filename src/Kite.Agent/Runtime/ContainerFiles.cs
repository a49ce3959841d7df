using Kite.Agent.Linux;

namespace Kite.Agent.Runtime;

/// <summary>What a container keeps on the node's disk.</summary>
/// <param name="WritableLayer">The directory of what it wrote to its root file system; empty where the engine doesn't tell.</param>
/// <param name="Logs">The files and directories that its log is in.</param>
internal sealed record ContainerFiles(string WritableLayer, IReadOnlyList<string> Logs)
{
    /// <summary>What it wrote to its root file system, where the engine knows that itself; null where the directory has to be measured.</summary>
    public DiskUsage? WrittenUsage { get; init; }
}
