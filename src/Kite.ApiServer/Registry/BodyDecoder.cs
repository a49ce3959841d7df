using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Codecs.Protobuf;
using Kite.Api.CustomResources;
using Kite.Api.CustomResources.Values;
using Kite.Api.Decoding;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Schema;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Registry;

/// <summary>Reads objects from request bodies.</summary>
internal sealed class BodyDecoder(ObjectDecoder decoder, CustomObjectDecoder customDecoder, ProtobufDecoder protobuf, ApiServerOptions options)
{
    /// <summary>The body as JSON, whichever of the formats served it came in.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="isCustom">True where it holds a custom object, which has no form in protobuf.</param>
    /// <exception cref="ApiStatusException">The body is too large, or of a media type that isn't understood.</exception>
    public async ValueTask<byte[]> ReadAsync(ApiRequest request, CancellationToken cancellationToken, bool isCustom = false)
    {
        var body = await RequestBody.ReadAsync(request.Context.Request, options.MaxBodyBytes, cancellationToken);
        return MediaType(request.Context.Request) switch
        {
            "" or "application/json" => body,
            "application/yaml" => body.Length == 0 ? body : JsonCodec.ToUtf8(YamlCodec.Parse(body)),
            ProtobufDecoder.MediaType when !isCustom => FromProtobuf(body),
            _ => throw new ApiStatusException(
                StatusReason.UnsupportedMediaType,
                $"the body of the request was in an unknown format - accepted media types include: application/json, application/yaml{(isCustom ? "" : ", " + ProtobufDecoder.MediaType)}"),
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

    /// <summary>Decodes JSON as an object of a resource, telling the client of what is dropped.</summary>
    public JsonObject Decode(ApiRequest request, ReadOnlySpan<byte> json, ResourceDefinition definition, FieldValidation validation) => definition.Custom is { } custom
        ? Warned(request, customDecoder.Decode(json, custom.Parsed, validation))
        : Decode(request, json, definition.Type, definition.Resource.ApiVersion, validation);

    /// <summary>Decodes nodes, which are used up, as an object of a resource, telling the client of what is dropped.</summary>
    public JsonObject Decode(ApiRequest request, JsonNode json, ResourceDefinition definition, FieldValidation validation)
    {
        if (definition.Custom is not { } custom) return Decode(request, json, definition.Type, definition.Resource.ApiVersion, validation);
        return json is JsonObject value
            ? Warned(request, customDecoder.Decode(value, custom.Parsed, validation))
            : throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {definition.Resource.Kind}): json: cannot unmarshal the body into Go value of type map[string]interface {{}}");
    }

    /// <summary>Decodes an applied configuration: what the writer left out stays out, so that nobody owns it.</summary>
    /// <exception cref="ApiStatusException">It can't be of the resource.</exception>
    public JsonObject DecodeApplied(ApiRequest request, JsonObject sent, ResourceDefinition definition, FieldValidation validation)
    {
        if (definition.Custom is not { Parsed: var version }) return Decode(request, sent, definition, validation);
        var decoded = customDecoder.Decode((JsonObject)sent.DeepClone(), version, FieldValidation.Ignore).Value;
        var unknown = new List<string>();
        if (!version.PreservesUnknownFields) Pruning.Prune(sent, version.Schema, isResource: true, unknown);
        if (unknown.Count > 0)
        {
            var metadata = decoded.Metadata();
            throw ApiErrors.BadRequest($"failed to create typed patch object ({metadata.Text("namespace")}/{metadata.Text("name")}; {version.ApiVersion}, Kind={version.Kind}): .{unknown[0]}: field not declared in schema");
        }
        sent["metadata"] = decoded["metadata"]?.DeepClone();
        return sent;
    }

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
