using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Kite.Api.Meta;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Metrics;

/// <summary>Counts requests and their durations under upstream's names; one lookup and a few increments per request.</summary>
internal sealed class RequestMetrics
{
    private static readonly double[] Buckets = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];
    private readonly ConcurrentDictionary<Labels, Series> series = new();
    private readonly ConcurrentDictionary<(string Group, string Version, string Resource), StrongBox> watchers = new();
    private long reading;

    /// <summary>A request came in.</summary>
    public void Begin() => Interlocked.Increment(ref reading);

    /// <summary>A request was answered.</summary>
    public void End(RequestInfo info, int code, TimeSpan took)
    {
        Interlocked.Decrement(ref reading);
        var verb = Upper(info.Verb);
        var labels = new Labels(verb, info.Group, info.Version, info.Resource, info.Subresource, info.IsResourceRequest ? info.Name.Length > 0 ? "resource" : info.Namespace.Length > 0 ? "namespace" : "cluster" : "", code);
        if (!series.TryGetValue(labels, out var counted)) counted = series.GetOrAdd(labels, static _ => new Series(Buckets.Length));
        counted.Add(took.TotalSeconds, isLong: info.Verb == "watch");
    }

    /// <summary>A watch began; it ends with the disposal.</summary>
    public IDisposable Watching(ApiResource resource)
    {
        var box = watchers.GetOrAdd((resource.Group, resource.Version, resource.Plural), static _ => new StrongBox());
        Interlocked.Increment(ref box.Value);
        return new Ended(box);
    }

    /// <summary>Writes all of it in Prometheus' text format.</summary>
    public void Write(StringBuilder text)
    {
        text.Append("# TYPE apiserver_current_inflight_requests gauge\napiserver_current_inflight_requests{request_kind=\"all\"} ").Append(Interlocked.Read(ref reading)).Append('\n');
        text.Append("# TYPE apiserver_longrunning_requests gauge\n");
        foreach (var (key, box) in watchers)
            text.Append(CultureInfo.InvariantCulture, $"apiserver_longrunning_requests{{verb=\"WATCH\",group=\"{key.Group}\",version=\"{key.Version}\",resource=\"{key.Resource}\"}} {Interlocked.Read(ref box.Value)}\n");
        text.Append("# TYPE apiserver_request_total counter\n");
        foreach (var (labels, counted) in series)
            text.Append(CultureInfo.InvariantCulture, $"apiserver_request_total{{{labels},code=\"{labels.Code}\"}} {counted.Count}\n");
        text.Append("# TYPE apiserver_request_duration_seconds histogram\n");
        foreach (var group in series.Where(pair => pair.Key.Verb != "WATCH").GroupBy(pair => pair.Key with { Code = 0 })) WriteHistogram(text, group.Key, [.. group.Select(pair => pair.Value)]);
    }

    private static string Upper(string verb) => verb switch
    {
        "get" => "GET",
        "list" => "LIST",
        "watch" => "WATCH",
        "create" => "POST",
        "update" => "PUT",
        "patch" => "PATCH",
        "delete" => "DELETE",
        _ => verb.ToUpperInvariant(),
    };

    private static void WriteHistogram(StringBuilder text, Labels labels, Series[] merged)
    {
        long total = 0;
        for (var i = 0; i < Buckets.Length; i++)
        {
            total += merged.Sum(one => one.InBucket(i));
            text.Append(CultureInfo.InvariantCulture, $"apiserver_request_duration_seconds_bucket{{{labels},le=\"{Buckets[i]}\"}} {total}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"apiserver_request_duration_seconds_bucket{{{labels},le=\"+Inf\"}} {merged.Sum(one => one.Count)}\n");
        text.Append(CultureInfo.InvariantCulture, $"apiserver_request_duration_seconds_sum{{{labels}}} {merged.Sum(one => one.Seconds):0.######}\n");
        text.Append(CultureInfo.InvariantCulture, $"apiserver_request_duration_seconds_count{{{labels}}} {merged.Sum(one => one.Count)}\n");
    }

    private readonly record struct Labels(string Verb, string Group, string Version, string Resource, string Subresource, string Scope, int Code)
    {
        public override string ToString() => $"verb=\"{Verb}\",group=\"{Group}\",version=\"{Version}\",resource=\"{Resource}\",subresource=\"{Subresource}\",scope=\"{Scope}\"";
    }

    private sealed class StrongBox
    {
        public long Value;
    }

    private sealed class Ended(StrongBox box) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref box.Value);
    }

    private sealed class Series(int buckets)
    {
        private readonly long[] counts = new long[buckets];
        private long count;
        private long microseconds;

        public long Count => Interlocked.Read(ref count);

        public double Seconds => Interlocked.Read(ref microseconds) / 1e6;

        public long InBucket(int index) => Interlocked.Read(ref counts[index]);

        public void Add(double seconds, bool isLong)
        {
            Interlocked.Increment(ref count);
            if (isLong) return;
            Interlocked.Add(ref microseconds, (long)(seconds * 1e6));
            for (var i = 0; i < Buckets.Length; i++)
            {
                if (seconds > Buckets[i]) continue;
                Interlocked.Increment(ref counts[i]);
                return;
            }
        }
    }
}
