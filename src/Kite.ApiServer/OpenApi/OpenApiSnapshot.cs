using Kite.Api.Kinds;

namespace Kite.ApiServer.OpenApi;

/// <summary>The documents at one moment.</summary>
/// <param name="Documents">The version 3 documents by path, in order.</param>
/// <param name="Resources">All resources that this server serves, which are in the version 2 document.</param>
/// <param name="Remotes">What other servers add to it.</param>
/// <param name="Hash">What changes only when any document does.</param>
internal sealed record OpenApiSnapshot(IReadOnlyDictionary<string, OpenApiDocument> Documents, IReadOnlyList<ResourceDefinition> Resources, IReadOnlyList<RemoteOpenApi> Remotes, string Hash)
{
    /// <summary>The version of the catalogue.</summary>
    public long Local { get; init; }

    /// <summary>The version of what other servers say.</summary>
    public long Remote { get; init; }
}
