using Kite.Agent.Server.Metrics;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Endpoints;

/// <summary><c>/metrics</c> and the pages below it, in Prometheus' text format.</summary>
internal sealed class MetricsEndpoint(IEnumerable<IMetricsPage> pages) : IKubeletEndpoint
{
    private readonly Dictionary<string, IMetricsPage> pages = pages.ToDictionary(page => page.Name, StringComparer.Ordinal);

    public string Name => "metrics";

    public async Task HandleAsync(HttpContext context, string[] segments, CancellationToken cancellationToken)
    {
        if (!pages.TryGetValue(string.Join('/', segments), out var page)) throw new KubeletRequestException(StatusCodes.Status404NotFound, "404 page not found");
        await page.PrepareAsync(cancellationToken);
        var text = new MetricText();
        page.Write(text);
        context.Response.ContentType = MetricText.ContentType;
        await context.Response.WriteAsync(text.ToString(), cancellationToken);
    }
}
