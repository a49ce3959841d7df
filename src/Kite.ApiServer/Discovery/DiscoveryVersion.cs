using Kite.Api.Kinds;

namespace Kite.ApiServer.Discovery;

/// <summary>A version of a group, and what is served in it: by this server, or by another that is registered for it.</summary>
/// <param name="Version">The version.</param>
/// <param name="Resources">The resources that this server serves; empty where another does.</param>
internal sealed record DiscoveryVersion(string Version, IReadOnlyList<ResourceDefinition> Resources)
{
    /// <summary>What the other server says of its resources, as the aggregated document lists them; empty where this one serves them.</summary>
    public ReadOnlyMemory<byte> Remote { get; init; }

    /// <summary>True where another server serves it.</summary>
    public bool IsRemote { get; init; }

    /// <summary>True where the other server can't be asked at the moment, so that this may be out of date.</summary>
    public bool IsStale { get; init; }
}
