using System.Diagnostics;
using Kite.Api.Metrics;
using Kite.ApiServer.Admission;
using Kite.ApiServer.Admission.Matching;

namespace Kite.ApiServer.Metrics;

/// <summary>
/// How long admission took, as a whole and by plugin. A plugin that answers at once, as nearly all do nearly always, costs nothing to count:
/// it is counted with the whole, and shown once it has refused something or let somebody wait.
/// </summary>
internal sealed class AdmissionMetrics : IMetricsSource
{
    private static readonly double[] Durations = [0.005, 0.025, 0.1, 0.5, 1, 2.5];
    private static readonly AdmissionOperation[] Operations = Enum.GetValues<AdmissionOperation>();
    private readonly Histogram[] passed = [.. Enumerable.Range(0, Operations.Length * 2).Select(_ => new Histogram(Durations))];
    private readonly Histogram[] refused = [.. Enumerable.Range(0, Operations.Length * 2).Select(_ => new Histogram(Durations))];
    private readonly LabelledSeries<(string Plugin, AdmissionOperation Operation, bool Validates), Histogram> waited = new(() => new(Durations), key => Labels(key.Plugin, key.Operation, key.Validates, isRejected: false));
    private readonly LabelledSeries<(string Plugin, AdmissionOperation Operation, bool Validates), Histogram> refusedBy = new(() => new(Durations), key => Labels(key.Plugin, key.Operation, key.Validates, isRejected: true));

    /// <summary>All plugins had their say.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="validates">False where they could change the object.</param>
    /// <param name="started">When that began, in ticks of <see cref="Stopwatch"/>.</param>
    public void Pass(AdmissionOperation operation, bool validates, long started) => passed[IndexOf(operation, validates)].Observe(Stopwatch.GetElapsedTime(started).TotalSeconds);

    /// <summary>A plugin refused a request.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="validates">False where it could have changed the object.</param>
    /// <param name="started">When admission began, in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="called">When the plugin was called.</param>
    public void Refuse(string plugin, AdmissionOperation operation, bool validates, long started, long called)
    {
        refused[IndexOf(operation, validates)].Observe(Stopwatch.GetElapsedTime(started).TotalSeconds);
        refusedBy.Of((plugin, operation, validates)).Observe(Stopwatch.GetElapsedTime(called).TotalSeconds);
    }

    /// <summary>A plugin that let a request wait let it pass.</summary>
    public void Wait(string plugin, AdmissionOperation operation, bool validates, long called) => waited.Of((plugin, operation, validates)).Observe(Stopwatch.GetElapsedTime(called).TotalSeconds);

    /// <inheritdoc/>
    public void Write(MetricsWriter writer)
    {
        writer.Histogram("apiserver_admission_step_admission_duration_seconds", "[STABLE] Admission sub-step latency histogram in seconds, broken out for each operation and API resource and step type (validate or admit).");
        foreach (var operation in Operations)
        {
            foreach (var validates in (ReadOnlySpan<bool>)[false, true])
            {
                Write(writer, Labels(operation, validates, isRejected: false), passed[IndexOf(operation, validates)]);
                Write(writer, Labels(operation, validates, isRejected: true), refused[IndexOf(operation, validates)]);
            }
        }
        writer.Histogram("apiserver_admission_controller_admission_duration_seconds", "[STABLE] Admission controller latency histogram in seconds, identified by name and broken out for each operation and API resource and type (validate or admit).");
        foreach (var (labels, histogram) in waited.All.Concat(refusedBy.All)) writer.Sample(labels, histogram);
    }

    private static void Write(MetricsWriter writer, string labels, Histogram histogram)
    {
        if (histogram.Count > 0) writer.Sample(labels, histogram);
    }

    private static int IndexOf(AdmissionOperation operation, bool validates) => ((int)operation * 2) + (validates ? 1 : 0);

    private static string Labels(AdmissionOperation operation, bool validates, bool isRejected) =>
        MetricLabels.Of(("operation", ResourceRule.NameOf(operation)), ("rejected", isRejected ? "true" : "false"), ("type", validates ? "validate" : "admit"));

    private static string Labels(string plugin, AdmissionOperation operation, bool validates, bool isRejected) => MetricLabels.Of(("name", plugin)) + "," + Labels(operation, validates, isRejected);
}
