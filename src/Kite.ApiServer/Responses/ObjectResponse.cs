using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Responses;

/// <summary>Answers with one object.</summary>
internal sealed class ObjectResponse(TableWriter tables)
{
    /// <summary>Answers with a stored object in the view asked for.</summary>
    public async Task WriteAsync(ApiRequest request, ServedResource served, CachedObject stored, int status, CancellationToken cancellationToken)
    {
        var value = served.Show(stored);
        var json = request.Format.View switch
        {
            ObjectView.Table => tables.Table(served, [value], request),
            ObjectView.Metadata => MetadataView.Of(value, request.Format.ViewVersion),
            _ => value.Json,
        };
        await WriteAsync(request, json, status, cancellationToken);
    }

    /// <summary>Answers with nodes.</summary>
    public static Task WriteAsync(ApiRequest request, JsonNode value, int status, CancellationToken cancellationToken) =>
        WriteAsync(request, JsonCodec.ToUtf8(value), status, cancellationToken);

    /// <summary>Answers with JSON, or with YAML made of it.</summary>
    public static async Task WriteAsync(ApiRequest request, ReadOnlyMemory<byte> json, int status, CancellationToken cancellationToken)
    {
        var response = request.Context.Response;
        var body = request.Format.IsYaml ? Encoding.UTF8.GetBytes(YamlCodec.ToText(JsonCodec.Parse(json.Span))) : json;
        response.StatusCode = status;
        response.ContentType = request.Format.ContentType;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-cache, private";
        await response.BodyWriter.WriteAsync(body, cancellationToken);
    }
}
