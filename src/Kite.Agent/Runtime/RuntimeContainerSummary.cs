namespace Kite.Agent.Runtime;

/// <summary>A sandbox or container in a list: enough to see whether it has changed.</summary>
/// <param name="Id">The engine's id.</param>
/// <param name="State">Where it is in its life.</param>
internal readonly record struct RuntimeContainerSummary(string Id, ContainerRunState State);
