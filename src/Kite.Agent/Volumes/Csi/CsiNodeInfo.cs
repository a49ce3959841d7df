namespace Kite.Agent.Volumes.Csi;

/// <summary>What a driver says about this node.</summary>
/// <param name="Driver">The driver.</param>
/// <param name="NodeId">The driver's name for the node.</param>
/// <param name="MostVolumes">How many of its volumes the node can have; 0 where it doesn't say.</param>
/// <param name="Topology">Where the node is, as labels.</param>
internal sealed record CsiNodeInfo(string Driver, string NodeId, long MostVolumes, IReadOnlyDictionary<string, string> Topology);
