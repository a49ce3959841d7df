namespace Kite.Agent.Runtime;

/// <summary>The ids of the node that a pod's users and groups from 0 on are, where they aren't the node's own.</summary>
/// <param name="First">What 0 is.</param>
/// <param name="Count">How many there are.</param>
internal sealed record UserIds(uint First, uint Count);
