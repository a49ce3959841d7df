using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Codecs.Protobuf;
using Kite.Api.Decoding;
using Kite.Api.Errors;
using Kite.Api.Schema;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Registry;

/// <summary>Reads objects from request bodies.</summary>
internal sealed class BodyDecoder(ObjectDecoder decoder, ProtobufDecoder protobuf, ApiServerOptions options)
{
    /// <summary>The body as JSON, whichever of the formats served it came in.</summary>
    /// <exception cref="ApiStatusException">The body is too large, or of a media type that isn't understood.</exception>
    public async ValueTask<byte[]> ReadAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(request.Context.Request, options.MaxBodyBytes, cancellationToken);
        return MediaType(request.Context.Request) switch
        {
            "" or "application/json" => body,
            "application/yaml" => body.Length == 0 ? body : JsonCodec.ToUtf8(YamlCodec.Parse(body)),
            ProtobufDecoder.MediaType => FromProtobuf(body),
            _ => throw new ApiStatusException(
                StatusReason.UnsupportedMediaType,
                "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf"),
        };
    }

    /// <summary>The raw body of a patch.</summary>
    public ValueTask<byte[]> ReadPatchAsync(ApiRequest request, CancellationToken cancellationToken) =>
        RequestBody.ReadAsync(request.Context.Request, options.MaxBodyBytes, cancellationToken);

    /// <summary>Decodes JSON by a type, telling the client of what is dropped.</summary>
    public JsonObject Decode(ApiRequest request, ReadOnlySpan<byte> json, SchemaType type, string apiVersion, FieldValidation validation)
    {
        var decoded = decoder.Decode(json, type, apiVersion, validation);
        // Only what was read is known to be JSON.
        request.Record?.Audit?.Send(json);
        return Warned(request, decoded);
    }

    /// <summary>Decodes nodes by a type, telling the client of what is dropped.</summary>
    public JsonObject Decode(ApiRequest request, JsonNode json, SchemaType type, string apiVersion, FieldValidation validation) =>
        Warned(request, decoder.Decode(json, type, apiVersion, validation));

    /// <summary>The media type of a body, without parameters; empty where none is given.</summary>
    public static string MediaType(HttpRequest request)
    {
        var type = request.ContentType ?? "";
        var end = type.IndexOf(';');
        return end < 0 ? type : type[..end].Trim();
    }

    private byte[] FromProtobuf(byte[] body)
    {
        try
        {
            return protobuf.ToJson(body);
        }
        catch (ProtobufException e)
        {
            throw ApiErrors.BadRequest($"unable to decode the body: {e.Message}", e);
        }
    }

    private static JsonObject Warned(ApiRequest request, DecodedObject decoded)
    {
        foreach (var warning in decoded.Warnings) request.Warn(warning);
        return decoded.Value;
    }
}
