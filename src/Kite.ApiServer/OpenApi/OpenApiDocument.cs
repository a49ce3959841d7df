using Kite.Api.Kinds;

namespace Kite.ApiServer.OpenApi;

/// <summary>A version 3 document, not written yet.</summary>
/// <param name="Path">Its path below <c>/openapi/v3</c>, such as <c>apis/apps/v1</c>.</param>
/// <param name="Hash">What changes only when the document does.</param>
/// <param name="Resources">The resources that are in it.</param>
internal sealed record OpenApiDocument(string Path, string Hash, IReadOnlyList<ResourceDefinition> Resources)
{
    /// <summary>The APIService whose server has the document; empty where this one writes it.</summary>
    public string ApiService { get; init; } = "";

    /// <summary>True where it has the server's own paths, by which its resources are found; as upstream, documents of custom resources alone have none.</summary>
    public bool IsServers => ApiService.Length == 0 && (Resources.Count == 0 || Resources.Any(definition => definition.Custom is null));
}
