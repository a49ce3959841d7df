using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Metrics;

/// <summary>Serves <c>/metrics</c>.</summary>
internal sealed class MetricsEndpoint(RequestMetrics requests, ResourceCaches caches) : IPathHandler
{
    /// <inheritdoc/>
    public bool Handles(string path) => path == "/metrics";

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var text = new StringBuilder(8192);
        requests.Write(text);
        WriteObjects(text);
        WriteProcess(text);
        var response = request.Context.Response;
        response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
    }

    private void WriteObjects(StringBuilder text)
    {
        text.Append("# TYPE apiserver_storage_objects gauge\n");
        foreach (var cache in caches.All)
            text.Append(CultureInfo.InvariantCulture, $"apiserver_storage_objects{{resource=\"{cache.Resource.GroupResource}\"}} {cache.State.Objects.Count}\n");
        text.Append("# TYPE apiserver_registered_watchers gauge\n");
        foreach (var cache in caches.All.Where(cache => cache.WatcherCount > 0))
            text.Append(CultureInfo.InvariantCulture, $"apiserver_registered_watchers{{resource=\"{cache.Resource.GroupResource}\"}} {cache.WatcherCount}\n");
    }

    private static void WriteProcess(StringBuilder text)
    {
        using var process = Process.GetCurrentProcess();
        text.Append(CultureInfo.InvariantCulture, $"# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total {process.TotalProcessorTime.TotalSeconds:0.###}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {process.WorkingSet64}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE process_virtual_memory_bytes gauge\nprocess_virtual_memory_bytes {process.VirtualMemorySize64}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds {new DateTimeOffset(process.StartTime).ToUnixTimeSeconds()}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE process_threads gauge\nprocess_threads {process.Threads.Count}\n");
    }
}
