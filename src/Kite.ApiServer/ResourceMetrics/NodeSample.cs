namespace Kite.ApiServer.ResourceMetrics;

/// <summary>What a node and its containers have used at one moment.</summary>
/// <param name="TakenAt">When it was asked, by the time that passes.</param>
/// <param name="Node">The node.</param>
/// <param name="Containers">The containers, by pod.</param>
internal sealed record NodeSample(TimeSpan TakenAt, UsageSample Node, IReadOnlyDictionary<(string Namespace, string Pod), Dictionary<string, UsageSample>> Containers);
