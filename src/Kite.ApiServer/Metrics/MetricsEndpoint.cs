using System.IO.Compression;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;

namespace Kite.ApiServer.Metrics;

/// <summary>Serves <c>/metrics</c>, in OpenMetrics' format where the client asks for that.</summary>
internal sealed class MetricsEndpoint(IEnumerable<IMetricsSource> sources) : IPathHandler
{
    private readonly IMetricsSource[] sources = [.. sources];

    /// <inheritdoc/>
    public bool Handles(string path) => path is "/metrics" or "/metrics/";

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var isOpen = MediaClause.Of(request.Context.Request.Headers.Accept.ToString()).FirstOrDefault() is { MediaType: "application/openmetrics-text" };
        var writer = new MetricsWriter(isOpen);
        foreach (var source in sources) source.Write(writer);
        writer.Counter("registered_metrics_total", "[BETA] The count of registered metrics broken by stability level and deprecation version.");
        writer.Sample("", writer.Families);
        await SendAsync(request, isOpen, writer.ToUtf8(), cancellationToken);
    }

    /// <summary>Answers with metrics, compressed where the client can read that.</summary>
    public static async Task SendAsync(ApiRequest request, bool isOpenMetrics, byte[] body, CancellationToken cancellationToken)
    {
        var response = request.Context.Response;
        response.ContentType = isOpenMetrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8" : "text/plain; version=0.0.4; charset=utf-8";
        if (!BodyWriter.AcceptsGzip(request.Context.Request))
        {
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, cancellationToken);
            return;
        }
        response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await gzip.WriteAsync(body, cancellationToken);
    }
}
