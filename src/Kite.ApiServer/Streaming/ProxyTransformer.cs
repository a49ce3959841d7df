using System.IO.Compression;
using System.Text;
using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Streaming;

/// <summary>Passes on what a proxied server says, with links and redirects leading through the proxy again, so that a browser finds its way.</summary>
/// <param name="request">The request to the proxy.</param>
/// <param name="target">Where it goes.</param>
internal sealed class ProxyTransformer(ApiRequest request, Uri target) : BackendTransformer(target)
{
    /// <summary>A page that is larger passes through unread, and its links lead where they lead.</summary>
    private const int MaxPage = 16 << 20;

    private readonly ProxiedLinks links = new(target, ProxyTarget.Prefix(request), request.Context.Request.Host.Value ?? "");

    /// <inheritdoc/>
    public override StatusReason UnreachableReason => StatusReason.ServiceUnavailable;

    /// <inheritdoc/>
    public override string UnreachableText => "error trying to reach service";

    /// <inheritdoc/>
    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.Headers.Remove("X-Forwarded-Uri");
        proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Uri", ProxyTarget.Prefix(request) + Target.AbsolutePath);
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var passesBody = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        var response = httpContext.Response;
        if (proxyResponse is null) return passesBody;
        if (response.Headers.Location is [{ } location]) response.Headers.Location = links.Through(location);
        else if (passesBody && IsPage(httpContext, proxyResponse))
        {
            await WritePageAsync(response, proxyResponse.Content, cancellationToken);
            return false;
        }
        return passesBody;
    }

    private static bool IsPage(HttpContext context, HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType == "text/html"
        && response.Content.Headers.ContentLength is null or <= MaxPage
        && !HttpMethods.IsHead(context.Request.Method)
        && response.Content.Headers.ContentEncoding.ToArray() is [] or ["gzip"] or ["deflate"];

    private async Task WritePageAsync(HttpResponse response, HttpContent content, CancellationToken cancellationToken)
    {
        await using var body = Decompressed(await content.ReadAsStreamAsync(cancellationToken), content.Headers.ContentEncoding.FirstOrDefault());
        response.Headers.ContentLength = null;
        response.Headers.Remove("Content-Encoding");
        var page = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while (page.Length < MaxPage && (read = await body.ReadAsync(buffer, cancellationToken)) > 0) page.Write(buffer, 0, read);
        if (page.Length < MaxPage)
        {
            // Every byte is a character and stays one, whatever the page's encoding.
            var text = Encoding.Latin1.GetString(page.GetBuffer(), 0, (int)page.Length);
            await response.Body.WriteAsync(Encoding.Latin1.GetBytes(HtmlLinks.Rewrite(text, links.Through)), cancellationToken);
            return;
        }
        page.Position = 0;
        await page.CopyToAsync(response.Body, cancellationToken);
        await body.CopyToAsync(response.Body, cancellationToken);
    }

    private static Stream Decompressed(Stream body, string? encoding) => encoding switch
    {
        "gzip" => new GZipStream(body, CompressionMode.Decompress),
        "deflate" => new DeflateStream(body, CompressionMode.Decompress),
        _ => body,
    };
}
