using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Responses;

/// <summary>Sends whole bodies: in the encoding that was agreed on, compressed where that is worth it.</summary>
internal static class BodyWriter
{
    /// <summary>Smaller answers aren't compressed, as upstream has it: the time is worth more than the bytes.</summary>
    public const int GzipBytes = 128 * 1024;

    private const int InflateBytes = 128 * 1024;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = JsonCodec.MaxDepth + 2 };

    /// <summary>JSON in the encoding of a format.</summary>
    /// <exception cref="ApiStatusException">What it holds has no such form (<c>NotAcceptable</c>).</exception>
    public static ReadOnlyMemory<byte> Encode(ResponseFormat format, ReadOnlyMemory<byte> json) => format.Media switch
    {
        ResponseMedia.Yaml => Encoding.UTF8.GetBytes(YamlCodec.ToText(JsonCodec.Parse(json.Span))),
        ResponseMedia.Protobuf => format.Encoder!.Object(json.Span) ?? throw new ApiStatusException(StatusReason.NotAcceptable, "only the following media types are accepted: application/json, application/yaml"),
        _ => format.IsPretty ? Pretty(json.Span) : json,
    };

    /// <summary>Sends a body that must not be kept.</summary>
    public static Task SendAsync(HttpContext context, string contentType, int status, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-cache, private";
        return SendDocumentAsync(context, contentType, body, cancellationToken);
    }

    /// <summary>Sends a body; how long it may be kept is the caller's to say.</summary>
    public static async Task SendDocumentAsync(HttpContext context, string contentType, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = contentType;
        if (body.Length > GzipBytes && AcceptsGzip(context.Request))
        {
            response.Headers.ContentEncoding = "gzip";
            response.Headers.Append("Vary", "Accept-Encoding");
            await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
            await gzip.WriteAsync(body, cancellationToken);
            return;
        }
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, cancellationToken);
    }

    /// <summary>Sends a body that is compressed already; how long it may be kept is the caller's to say.</summary>
    public static async Task SendDocumentAsync(HttpContext context, string contentType, GzipBody body, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = contentType;
        if (body.Length > GzipBytes && AcceptsGzip(context.Request))
        {
            response.Headers.ContentEncoding = "gzip";
            response.Headers.Append("Vary", "Accept-Encoding");
            response.ContentLength = body.Gzip.Length;
            await response.BodyWriter.WriteAsync(body.Gzip, cancellationToken);
            return;
        }
        response.ContentLength = body.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return;
        await using var inflate = body.Inflate();
        await inflate.CopyToAsync(response.Body, InflateBytes, cancellationToken);
    }

    /// <summary>True where the client understands gzip.</summary>
    public static bool AcceptsGzip(HttpRequest request)
    {
        var accepted = request.Headers.AcceptEncoding;
        return accepted.Count > 0 && accepted.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
    }

    private static ReadOnlyMemory<byte> Pretty(ReadOnlySpan<byte> json)
    {
        var output = new ArrayBufferWriter<byte>(json.Length * 2);
        using (var writer = new Utf8JsonWriter(output, Indented)) JsonCodec.Write(writer, JsonCodec.Parse(json));
        return output.WrittenMemory;
    }
}
