using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Encryption;

/// <summary>Serves <c>/kite/v1/secrets-encryption</c> to administrators: the status by GET, a step by POST to the path below that names it.</summary>
internal sealed class EncryptionEndpoint(SecretsEncryption? encryption) : IPathHandler
{
    private const string Root = "/kite/v1/secrets-encryption";

    /// <inheritdoc/>
    public bool Handles(string path) => path.StartsWith(Root, StringComparison.Ordinal) && (path.Length == Root.Length || path[Root.Length] == '/');

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var action = request.Info.Path[Root.Length..].Trim('/');
        var isPost = request.Context.Request.Method == "POST";
        if (isPost == (action.Length == 0) || !(isPost || request.Context.Request.Method == "GET"))
            throw new ApiStatusException(StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource", new StatusDetails());
        if (isPost)
        {
            if (encryption is null) throw new ApiStatusException(StatusReason.Conflict, "encryption is not configured: start the server with --secrets-encryption or --encryption-provider-config");
            encryption.Do(action, request.Query.Flag("force"));
        }
        var status = encryption?.Status() ?? new JsonObject { ["enabled"] = false };
        request.Context.Response.ContentType = "application/json";
        await request.Context.Response.Body.WriteAsync(JsonCodec.ToUtf8(status), cancellationToken);
    }
}
