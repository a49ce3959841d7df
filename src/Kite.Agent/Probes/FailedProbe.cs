namespace Kite.Agent.Probes;

/// <summary>A probe that has failed for good.</summary>
/// <param name="Name"><c>liveness</c> or <c>startup</c>.</param>
/// <param name="GraceSeconds">The probe's own grace period, or null for the pod's.</param>
internal sealed record FailedProbe(string Name, long? GraceSeconds);
