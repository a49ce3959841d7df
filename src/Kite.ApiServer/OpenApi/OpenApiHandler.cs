using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.OpenApi;

/// <summary>Serves <c>/openapi/v2</c> and <c>/openapi/v3</c>. Documents are written when asked for and not kept: clients keep them, by their entity tag.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-interface-definition"/></remarks>
internal sealed class OpenApiHandler(OpenApiDocuments documents) : IPathHandler
{
    // Clients ask by the old name, which Go's media type parser refuses in an answer.
    private const string V2ProtobufAsked = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private const string V2Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    private const string V3Root = "/openapi/v3";

    /// <summary>A gnostic document of <c>swagger</c> and <c>info</c> alone: kubectl before 1.30 reads no other form, and with it asks the server to validate.</summary>
    private static readonly byte[] MinimalProtobuf = [0x0a, 3, .. "2.0"u8, 0x12, 21, 0x0a, 10, .. "Kubernetes"u8, 0x12, 7, .. "v1.37.0"u8];

    private readonly Lazy<string> hash = new(() => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(',', documents.GroupVersions) + typeof(OpenApiHandler).Assembly.GetName().Version))));

    public bool Handles(string path) => path is "/openapi/v2" or V3Root || path.StartsWith(V3Root + "/", StringComparison.Ordinal);

    public async Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var context = request.Context;
        var path = request.Info.Path;
        if (!HttpMethods.IsGet(context.Request.Method)) throw new ApiStatusException(StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource");
        var isProtobuf = path == "/openapi/v2" && context.Request.Headers.Accept.ToString() is var accept
            && (accept.Contains(V2ProtobufAsked, StringComparison.Ordinal) || accept.Contains(V2Protobuf, StringComparison.Ordinal));
        var groupVersion = path.Length > V3Root.Length ? path[(V3Root.Length + 1)..] : "";
        if (path.StartsWith(V3Root + "/", StringComparison.Ordinal) && !documents.GroupVersions.Contains(groupVersion)) throw ApiErrors.PathNotFound();

        var tag = $"\"{hash.Value}{(isProtobuf ? "-pb" : "")}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.Vary = "Accept, Accept-Encoding";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        if (context.Request.Query["hash"] == hash.Value) context.Response.Headers.CacheControl = "public, immutable";
        context.Response.ContentType = isProtobuf ? V2Protobuf : "application/json";
        var body = isProtobuf ? MinimalProtobuf : path == "/openapi/v2" ? documents.V2() : groupVersion.Length == 0 ? documents.Index(hash.Value) : documents.V3(groupVersion);
        await WriteAsync(context, body, cancellationToken);
    }

    private static async Task WriteAsync(HttpContext context, byte[] body, CancellationToken cancellationToken)
    {
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, cancellationToken);
            return;
        }
        context.Response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await gzip.WriteAsync(body, cancellationToken);
    }
}
