using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Kite.Api.Codecs.Gnostic;
using Kite.Api.Errors;
using Kite.ApiServer.Aggregation;
using Kite.ApiServer.OpenApi.Parts;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.OpenApi;

/// <summary>Serves <c>/openapi/v2</c>, <c>/openapi/v3</c> and the documents below it. Those of version 3 are written when asked for and not kept: clients keep them, by their entity tag.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-interface-definition"/></remarks>
internal sealed class OpenApiHandler(OpenApiIndex index, OpenApiDocuments documents, OpenApiV2 version2, ApiServiceTable services, AggregationProxy proxy, TimeProvider timeProvider) : IPathHandler
{
    private const string V2 = "/openapi/v2";
    private const string V3 = "/openapi/v3";

    /// <inheritdoc/>
    public bool Handles(string path) => path is V2 or V3 || path.StartsWith(V3 + "/", StringComparison.Ordinal);

    /// <inheritdoc/>
    public Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var method = request.Context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method)) throw new ApiStatusException(StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource");
        var path = request.Info.Path.TrimEnd('/');
        var snapshot = index.Current();
        if (path == V2) return AnswerV2Async(request, snapshot, cancellationToken);
        if (path == V3) return AnswerV3Async(request, snapshot.Hash, output => WriteIndex(snapshot, output), cancellationToken);
        if (!snapshot.Documents.TryGetValue(path[(V3.Length + 1)..], out var document)) throw ApiErrors.PathNotFound();
        if (request.Query["hash"] is { Length: > 0 } hash)
        {
            if (hash != document.Hash)
            {
                request.Context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
                request.Context.Response.Headers.Location = Address(document);
                return Task.CompletedTask;
            }
            request.Context.Response.Headers.CacheControl = "public, immutable";
            request.Context.Response.Headers.Expires = timeProvider.GetUtcNow().AddYears(1).ToString("R", CultureInfo.InvariantCulture);
        }
        if (document.ApiService.Length > 0)
        {
            return services.Find(document.ApiService) is { } remote ? proxy.ForwardAsync(request, remote, $"{V3}/{document.Path}", cancellationToken) : throw ApiErrors.PathNotFound();
        }
        return AnswerV3Async(request, document.Hash, output => documents.WriteV3(document, output), cancellationToken);
    }

    private static string Address(OpenApiDocument document) => $"{V3}/{document.Path}?hash={document.Hash}";

    private static void WriteIndex(OpenApiSnapshot snapshot, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, OpenApiDocuments.WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartObject("paths"u8);
        foreach (var document in snapshot.Documents.Values)
        {
            writer.WriteStartObject(document.Path);
            writer.WriteString("serverRelativeURL"u8, Address(document));
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private async Task AnswerV2Async(ApiRequest request, OpenApiSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (Agree(request, snapshot.Hash, isV3: false) is not { } form) return;
        await BodyWriter.SendDocumentAsync(request.Context, form, await version2.ReadAsync(snapshot, form != OpenApiForm.Json, cancellationToken), cancellationToken);
    }

    private static async Task AnswerV3Async(ApiRequest request, string hash, Action<IBufferWriter<byte>> write, CancellationToken cancellationToken)
    {
        if (Agree(request, hash, isV3: true) is not { } form) return;
        using var buffer = OpenApiDocuments.Buffer();
        write(buffer);
        await BodyWriter.SendDocumentAsync(request.Context, form, form == OpenApiForm.Json ? buffer.WrittenMemory : GnosticEncoder.EncodeV3(buffer.WrittenMemory), cancellationToken);
    }

    /// <summary>The media type of the answer; null where the client has the document already, which it has been told.</summary>
    private static string? Agree(ApiRequest request, string hash, bool isV3)
    {
        var (http, response) = (request.Context.Request, request.Context.Response);
        var form = OpenApiForm.Choose(http, isV3)
            ?? throw new ApiStatusException(StatusReason.NotAcceptable, $"only the following media types are accepted: {OpenApiForm.Json}, {(isV3 ? OpenApiForm.V3Protobuf : OpenApiForm.V2Protobuf)}");
        var tag = form == OpenApiForm.Json ? $"\"{hash}\"" : $"\"{hash}-protobuf\"";
        response.Headers.ETag = tag;
        response.Headers.Vary = "Accept";
        if (!http.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal)) return form;
        response.StatusCode = StatusCodes.Status304NotModified;
        return null;
    }
}
