using System.Buffers;
using System.Text.Json;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.ApiServer.Health;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Discovery;

/// <summary>Serves <c>/</c>: the paths that there are.</summary>
internal sealed class RootPaths(ResourceCatalogue catalogue, IRemoteGroups remotes, IEnumerable<IHealthCheck> checks) : IPathHandler
{
    private static readonly string[] Own =
    [
        "/.well-known/openid-configuration", "/api", "/apis", "/apis/", "/healthz", "/livez", "/metrics", "/openapi/v2", "/openapi/v3", "/openapi/v3/", "/openid/v1/jwks", "/readyz", "/version",
    ];

    /// <inheritdoc/>
    public bool Handles(string path) => path is "/" or "/index.html";

    /// <inheritdoc/>
    public Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsGet(request.Context.Request.Method) && !HttpMethods.IsHead(request.Context.Request.Method))
            throw new ApiStatusException(StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource");
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("paths"u8);
            foreach (var path in Paths()) writer.WriteStringValue(path);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return BodyWriter.SendAsync(request.Context, "application/json", StatusCodes.Status200OK, buffer.WrittenMemory, cancellationToken);
    }

    private SortedSet<string> Paths()
    {
        var paths = new SortedSet<string>(Own, StringComparer.Ordinal);
        foreach (var check in checks)
        {
            foreach (var root in new[] { "/healthz", "/livez", "/readyz" }) paths.Add($"{root}/{check.Name}");
        }
        foreach (var group in DiscoverySnapshot.Of(catalogue.Resources, remotes.List()).Groups)
        {
            var root = group.Name.Length == 0 ? "/api" : $"/apis/{group.Name}";
            paths.Add(root);
            foreach (var version in group.Versions) paths.Add($"{root}/{version.Version}");
        }
        return paths;
    }
}
