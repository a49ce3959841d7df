namespace Kite.ApiServer.Discovery;

/// <summary>A group with its versions, the preferred one first.</summary>
/// <param name="Name">The group; empty for the core group.</param>
/// <param name="Versions">The versions, at least one.</param>
internal sealed record DiscoveryGroup(string Name, IReadOnlyList<DiscoveryVersion> Versions);
