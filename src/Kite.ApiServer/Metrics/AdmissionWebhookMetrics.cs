using System.Diagnostics;
using System.Globalization;
using Kite.Api.Metrics;
using Kite.ApiServer.Admission;
using Kite.ApiServer.Admission.Matching;

namespace Kite.ApiServer.Metrics;

/// <summary>How long admission webhooks took, what they refused and how often they couldn't be asked.</summary>
internal sealed class AdmissionWebhookMetrics : IMetricsSource
{
    private static readonly double[] Durations = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 10, 25];
    private readonly LabelledSeries<Call, Histogram> durations = new(() => new(Durations), call => Labels(call));
    private readonly LabelledSeries<(Call Call, int Code), AtomicCount> requests = new(() => new(), key => MetricLabels.Of(("code", Number(key.Code))) + "," + Labels(key.Call));
    private readonly LabelledSeries<(Call Call, string Error, int Code), AtomicCount> rejections = new(() => new(), key => MetricLabels.Of(("error_type", key.Error), ("name", key.Call.Webhook), ("operation", ResourceRule.NameOf(key.Call.Operation)), ("rejection_code", Number(key.Code)), ("type", TypeOf(key.Call.Validates))));
    private readonly LabelledSeries<(string Webhook, bool Validates), AtomicCount> failedOpen = new(() => new(), key => MetricLabels.Of(("name", key.Webhook), ("type", TypeOf(key.Validates))));

    /// <summary>A webhook was asked.</summary>
    /// <param name="webhook">Its name.</param>
    /// <param name="operation">About what.</param>
    /// <param name="validates">False where it could change the object.</param>
    /// <param name="started">When, in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="refusal">The status code with which it refused; 0 where it didn't.</param>
    public void Asked(string webhook, AdmissionOperation operation, bool validates, long started, int refusal)
    {
        var call = new Call(webhook, operation, validates, refusal > 0);
        durations.Of(call).Observe(Stopwatch.GetElapsedTime(started).TotalSeconds);
        requests.Of((call, refusal > 0 ? refusal : 200)).Add(1);
        if (refusal > 0) rejections.Of((call, "no_error", refusal)).Add(1);
    }

    /// <summary>A webhook couldn't be asked, or gave no usable answer.</summary>
    /// <param name="webhook">Its name.</param>
    /// <param name="operation">About what.</param>
    /// <param name="validates">False where it could change the object.</param>
    /// <param name="started">When, in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="isIgnored">True where the request goes on without it.</param>
    public void Failed(string webhook, AdmissionOperation operation, bool validates, long started, bool isIgnored)
    {
        var call = new Call(webhook, operation, validates, !isIgnored);
        durations.Of(call).Observe(Stopwatch.GetElapsedTime(started).TotalSeconds);
        requests.Of((call, 0)).Add(1);
        if (isIgnored) failedOpen.Of((webhook, validates)).Add(1);
        else rejections.Of((call, "calling_webhook_error", 0)).Add(1);
    }

    /// <inheritdoc/>
    public void Write(MetricsWriter writer)
    {
        writer.Histogram("apiserver_admission_webhook_admission_duration_seconds", "[STABLE] Admission webhook latency histogram in seconds, identified by name and broken out for each operation and API resource and type (validate or admit).");
        foreach (var (labels, histogram) in durations.All) writer.Sample(labels, histogram);
        writer.Counter("apiserver_admission_webhook_request_total", "[ALPHA] Admission webhook request total, identified by name and broken out for each admission type (validating or mutating) and operation. Additional labels specify whether the request was rejected or not and an HTTP status code.");
        foreach (var (labels, count) in requests.All) writer.Sample(labels, count.Value);
        writer.Counter("apiserver_admission_webhook_rejection_count", "[ALPHA] Admission webhook rejection count, identified by name and broken out for each admission type (validating or admit) and operation. Additional labels specify an error type (calling_webhook_error or apiserver_internal_error if an error occurred; no_error otherwise) and optionally a non-zero rejection code if the webhook rejects the request with an HTTP status code.");
        foreach (var (labels, count) in rejections.All) writer.Sample(labels, count.Value);
        writer.Counter("apiserver_admission_webhook_fail_open_count", "[ALPHA] Admission webhook fail open count, identified by name and broken out for each admission type (validating or mutating).");
        foreach (var (labels, count) in failedOpen.All) writer.Sample(labels, count.Value);
    }

    private static string Labels(Call call) =>
        MetricLabels.Of(("name", call.Webhook), ("operation", ResourceRule.NameOf(call.Operation)), ("rejected", call.IsRejected ? "true" : "false"), ("type", TypeOf(call.Validates)));

    private static string TypeOf(bool validates) => validates ? "validating" : "admit";

    private static string Number(int code) => code.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Call(string Webhook, AdmissionOperation Operation, bool Validates, bool IsRejected);
}
