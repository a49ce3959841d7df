using Kite.Api.Kinds;

namespace Kite.ApiServer.OpenApi;

/// <summary>The documents at one moment.</summary>
/// <param name="Version">The version of the catalogue.</param>
/// <param name="Documents">The version 3 documents by path, in order.</param>
/// <param name="Resources">All resources, which are in the version 2 document.</param>
/// <param name="Hash">What changes only when any document does.</param>
internal sealed record OpenApiSnapshot(long Version, IReadOnlyDictionary<string, OpenApiDocument> Documents, IReadOnlyList<ResourceDefinition> Resources, string Hash);
