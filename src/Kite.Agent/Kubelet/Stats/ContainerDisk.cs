using Kite.Agent.Linux;

namespace Kite.Agent.Kubelet.Stats;

/// <summary>What a container takes of the node's disk.</summary>
/// <param name="Root">What it wrote to its root file system.</param>
/// <param name="Logs">Its logs.</param>
internal readonly record struct ContainerDisk(DiskUsage Root, DiskUsage Logs);
