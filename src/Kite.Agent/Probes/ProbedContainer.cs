namespace Kite.Agent.Probes;

/// <summary>A container with one of its probes.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod's name.</param>
/// <param name="PodUid">The pod's UID.</param>
/// <param name="Container">The container's name.</param>
/// <param name="Probe"><c>Startup</c>, <c>Liveness</c> or <c>Readiness</c>.</param>
internal sealed record ProbedContainer(string Namespace, string Pod, string PodUid, string Container, string Probe);
