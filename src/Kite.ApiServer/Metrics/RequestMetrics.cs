using System.Collections.Concurrent;
using Kite.Api.Kinds;
using Kite.Api.Metrics;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Metrics;

/// <summary>Counts requests, how long they took and how large their answers were, under upstream's names: one look-up and a few additions per request.</summary>
internal sealed class RequestMetrics(ResourceCatalogue catalogue) : IMetricsSource
{
    private const int MaxCode = 599;
    private readonly ConcurrentDictionary<RequestLabels, RequestSeries> series = new();
    private readonly ConcurrentDictionary<(string Group, string Version, string Resource, string Subresource, string Removed), byte> deprecated = new();
    private long aborted;

    /// <summary>The series that a request belongs to.</summary>
    public RequestSeries Of(RequestInfo info, bool isDryRun)
    {
        var labels = LabelsOf(info, isDryRun);
        return series.TryGetValue(labels, out var found) ? found : series.GetOrAdd(labels, static _ => new RequestSeries());
    }

    /// <summary>A request was answered.</summary>
    public void End(RequestRecord record, HttpResponse response)
    {
        var counted = record.Counted ?? Of(record.Info, isDryRun: false);
        counted.Count(response.StatusCode is >= 100 and <= MaxCode and var code ? code : 0);
        if (record.Info.IsLongRunning) return;
        var took = record.Elapsed;
        counted.Duration.Observe(took.TotalSeconds);
        counted.OwnDuration.Observe((took - record.Elsewhere).TotalSeconds);
        if (record.Info.IsReadOnly && (record.ResponseBytes ?? response.ContentLength) is { } size) counted.ResponseSize.Observe(size);
    }

    /// <summary>A request is given up for the server's sake: it took too long, or there are too many.</summary>
    public void Terminate(RequestRecord record, int code) => (record.Counted ?? Of(record.Info, isDryRun: false)).Terminate(code);

    /// <summary>A client left before it was answered.</summary>
    public void Abort() => Interlocked.Increment(ref aborted);

    /// <summary>Somebody uses a version that will go.</summary>
    public void UseDeprecated(RequestInfo info, string removedIn) => deprecated.TryAdd((info.Group, info.Version, info.Resource, info.Subresource, removedIn), 0);

    /// <inheritdoc/>
    public void Write(MetricsWriter writer)
    {
        var all = series.OrderBy(pair => pair.Key.Text, StringComparer.Ordinal).ToArray();
        writer.Counter("apiserver_request_total", "[STABLE] Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.");
        foreach (var (labels, counted) in all)
        {
            foreach (var (code, count) in counted.Codes) writer.Sample($"code=\"{code}\",{labels.Text}", count);
        }
        WriteHistogram(writer, all, "apiserver_request_duration_seconds", "[STABLE] Response latency distribution in seconds for each verb, dry run value, group, version, resource, subresource, scope and component.", labels => labels.Text, counted => counted.Duration);
        WriteHistogram(writer, all, "apiserver_request_sli_duration_seconds", "[ALPHA] Response latency distribution (not counting webhook duration and priority & fairness queue wait times) in seconds for each verb, group, version, resource, subresource, scope and component.", labels => labels.PlainText, counted => counted.OwnDuration);
        WriteHistogram(writer, all, "apiserver_response_sizes", "[STABLE] Response size distribution in bytes for each group, version, verb, resource, subresource, scope and component.", labels => labels.PlainText, counted => counted.ResponseSize);
        writer.Gauge("apiserver_longrunning_requests", "[STABLE] Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, scope and component. Not all requests are tracked this way.");
        foreach (var (labels, counted) in all)
        {
            if (counted.Running.Value is var running and > 0) writer.Sample(labels.PlainText, running);
        }
        writer.Counter("apiserver_request_aborts_total", "[ALPHA] Number of requests which apiserver aborted possibly due to a timeout, for each group, version, verb, resource, subresource and scope");
        writer.Sample("", Interlocked.Read(ref aborted));
        writer.Counter("apiserver_request_terminations_total", "[ALPHA] Number of requests which apiserver terminated in self-defense.");
        foreach (var ((code, labels), count) in all.SelectMany(pair => pair.Value.Terminated.Select(ended => (Key: (ended.Code, pair.Key.PlainText), ended.Count))).GroupBy(pair => pair.Key, pair => pair.Count).Select(group => (group.Key, group.Sum())))
            writer.Sample($"code=\"{code}\",{labels}", count);
        writer.Gauge("apiserver_requested_deprecated_apis", "[STABLE] Gauge of deprecated APIs that have been requested, broken out by API group, version, resource, subresource, and removed_release.");
        foreach (var ((group, version, resource, subresource, removed), _) in deprecated)
            writer.Sample(MetricLabels.Of(("group", group), ("removed_release", removed), ("resource", resource), ("subresource", subresource), ("version", version)), 1);
    }

    private static void WriteHistogram(MetricsWriter writer, IReadOnlyList<KeyValuePair<RequestLabels, RequestSeries>> all, string name, string help, Func<RequestLabels, string> labels, Func<RequestSeries, Histogram> of)
    {
        writer.Histogram(name, help);
        // Dry runs are told apart by some families only: the others count both as one.
        foreach (var group in all.GroupBy(pair => labels(pair.Key)))
        {
            var merged = of(group.First().Value).CreateEmpty();
            foreach (var (_, counted) in group) merged.Add(of(counted));
            if (merged.Count > 0) writer.Sample(group.Key, merged);
        }
    }

    private RequestLabels LabelsOf(RequestInfo info, bool isDryRun)
    {
        if (!info.IsResourceRequest) return new(VerbOf(info.Verb), "", "", "", PathOf(info.Path), "", false);
        if (catalogue.Find(info.Group, info.Version, info.Resource) is not { } definition) return new(VerbOf(info.Verb), "", "", "", "", "", false);
        var subresource = info.Subresource.Length == 0 ? "" : definition.Subresource(info.Subresource)?.Name ?? "";
        var resource = definition.Resource;
        return new(VerbOf(info.Verb), resource.Group, resource.Version, resource.Plural, subresource, ScopeOf(info), isDryRun);
    }

    private static string ScopeOf(RequestInfo info) => info.Name.Length > 0 || info.Verb == "create" ? "resource" : info.Namespace.Length > 0 ? "namespace" : "cluster";

    private static string PathOf(string path) => path switch
    {
        "/healthz" or "/livez" or "/readyz" or "/version" or "/metrics" or "/api" or "/apis" or "/openapi/v2" or "/openapi/v3" => path,
        _ => "",
    };

    private static string VerbOf(string verb) => verb switch
    {
        "get" => "GET",
        "list" => "LIST",
        "watch" => "WATCH",
        "create" or "post" => "POST",
        "update" or "put" => "PUT",
        "patch" => "PATCH",
        "delete" => "DELETE",
        "deletecollection" => "DELETECOLLECTION",
        "head" => "HEAD",
        "options" => "OPTIONS",
        "proxy" => "PROXY",
        _ => "other",
    };
}
