using System.Diagnostics;
using Kite.Api.Metrics;

namespace Kite.ApiServer.Metrics;

/// <summary>How often policies were checked, and what came of it.</summary>
internal sealed class PolicyMetrics : IMetricsSource
{
    private static readonly double[] Durations = [0.0000005, 0.001, 0.01, 0.1, 1];
    private readonly LabelledSeries<Check, Histogram> validating = Series();
    private readonly LabelledSeries<Check, Histogram> mutating = Series();

    /// <summary>A ValidatingAdmissionPolicy was checked for a binding.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="binding">The binding.</param>
    /// <param name="action">What was done about it: <c>allow</c>, <c>deny</c>, <c>warn</c> or <c>audit</c>.</param>
    /// <param name="error">What kept it from being checked: <c>no_error</c>, <c>compile_error</c>, <c>invalid_error</c> or <c>out_of_budget</c>.</param>
    /// <param name="started">When that began, in ticks of <see cref="Stopwatch"/>.</param>
    public void Validated(string policy, string binding, string action, string error, long started) => validating.Of(new(policy, binding, action, error)).Observe(Stopwatch.GetElapsedTime(started).TotalSeconds);

    /// <summary>A MutatingAdmissionPolicy was applied for a binding.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="binding">The binding.</param>
    /// <param name="error">What kept it from being applied: <c>no_error</c> or <c>invalid_error</c>.</param>
    /// <param name="started">When that began, in ticks of <see cref="Stopwatch"/>.</param>
    public void Mutated(string policy, string binding, string error, long started) => mutating.Of(new(policy, binding, null, error)).Observe(Stopwatch.GetElapsedTime(started).TotalSeconds);

    /// <inheritdoc/>
    public void Write(MetricsWriter writer)
    {
        Write(writer, "apiserver_validating_admission_policy_check", "[BETA] Validation admission", validating);
        Write(writer, "apiserver_mutating_admission_policy_check", "[ALPHA] Mutation admission", mutating);
    }

    private static LabelledSeries<Check, Histogram> Series() => new(() => new(Durations), check => check.Labels);

    private static void Write(MetricsWriter writer, string name, string what, LabelledSeries<Check, Histogram> series)
    {
        writer.Counter($"{name}_total", $"{what} policy check total, labeled by policy and further identified by binding, enforcement action taken and error type.");
        foreach (var (labels, histogram) in series.All) writer.Sample(labels, histogram.Count);
        writer.Histogram($"{name}_duration_seconds", $"{what} latency for individual policy in seconds, labeled by policy and further including binding, enforcement action taken and error type.");
        foreach (var (labels, histogram) in series.All) writer.Sample(labels, histogram);
    }

    private sealed record Check(string Policy, string Binding, string? Action, string Error)
    {
        public string Labels => Action is null
            ? MetricLabels.Of(("error_type", Error), ("policy", Policy), ("policy_binding", Binding))
            : MetricLabels.Of(("enforcement_action", Action), ("error_type", Error), ("policy", Policy), ("policy_binding", Binding));
    }
}
