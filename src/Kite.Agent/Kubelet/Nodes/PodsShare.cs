namespace Kite.Agent.Kubelet.Nodes;

/// <summary>What all pods of a node may use together: all but what is reserved for the system and for Kite.</summary>
/// <param name="MilliCpu">Thousandths of a core.</param>
/// <param name="MemoryBytes">Bytes of memory.</param>
internal readonly record struct PodsShare(long MilliCpu, long MemoryBytes);
