namespace Kite.Agent.Kubelet.Eviction;

/// <summary>How much there is of something, and how much is free.</summary>
/// <param name="Capacity">The whole.</param>
/// <param name="Available">What is free.</param>
internal readonly record struct SignalObservation(long Capacity, long Available);
