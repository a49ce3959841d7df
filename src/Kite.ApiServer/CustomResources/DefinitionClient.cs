using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.ApiServer.Startup;

namespace Kite.ApiServer.CustomResources;

/// <summary>Writes CustomResourceDefinitions through the server's own API.</summary>
internal sealed class DefinitionClient(ServerClient server)
{
    private const string Manager = "fieldManager=kube-apiserver";

    /// <summary>Writes the status of a definition.</summary>
    /// <returns>False where it has changed or gone meanwhile.</returns>
    /// <exception cref="HttpRequestException">The server refuses the status.</exception>
    public Task<bool> WriteStatusAsync(JsonObject definition, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, definition.Object("metadata").Text("name"), "status", JsonCodec.ToUtf8(definition), "application/json", cancellationToken);

    /// <summary>Lets a definition go, as far as its objects are concerned.</summary>
    /// <returns>False where it has changed or gone meanwhile.</returns>
    /// <exception cref="HttpRequestException">The server refuses the change.</exception>
    public Task<bool> RemoveFinalizerAsync(JsonObject definition, CancellationToken cancellationToken)
    {
        var metadata = definition.Object("metadata");
        var rest = new JsonArray([.. metadata.Texts("finalizers").Where(name => name != DefinitionResource.CleanupFinalizer).Select(name => (JsonNode)JsonValue.Create(name))]);
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = metadata.Text("uid"), ["resourceVersion"] = metadata.Text("resourceVersion"), ["finalizers"] = rest } };
        return SendAsync(HttpMethod.Patch, metadata.Text("name"), null, JsonCodec.ToUtf8(patch), "application/merge-patch+json", cancellationToken);
    }

    private async Task<bool> SendAsync(HttpMethod method, string name, string? subresource, byte[] body, string type, CancellationToken cancellationToken)
    {
        var path = $"{DefinitionResource.Definitions.Path(null, name, subresource)}?{Manager}";
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var response = await server.Client.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode) return true;
        if ((int)response.StatusCode is 404 or 409) return false;
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        throw new HttpRequestException(Encoding.UTF8.GetString(answer, 0, Math.Min(answer.Length, 2048)), null, response.StatusCode);
    }
}
