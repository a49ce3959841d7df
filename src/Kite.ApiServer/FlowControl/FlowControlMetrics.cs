using Kite.Api.Metrics;
using Kite.ApiServer.FlowControl.Queueing;
using Kite.ApiServer.Metrics;

namespace Kite.ApiServer.FlowControl;

/// <summary>What priority and fairness has to say at <c>/metrics</c>, under upstream's names.</summary>
internal sealed class FlowControlMetrics(FlowControlConfiguration configuration, RequestFlow flow) : IMetricsSource
{
    private const string Prefix = "apiserver_flowcontrol_";

    /// <inheritdoc/>
    public void Write(MetricsWriter writer)
    {
        WriteInflight(writer);
        WriteLevels(writer, [.. configuration.Current.Levels.Values]);
        WriteSchemas(writer, configuration.Counters);
    }

    private void WriteInflight(MetricsWriter writer)
    {
        writer.Gauge("apiserver_current_inflight_requests", "[STABLE] Maximal number of currently used inflight request limit of this apiserver per request kind in last second.");
        writer.Sample("request_kind=\"mutating\"", flow.Inflight.Mutating);
        writer.Sample("request_kind=\"readOnly\"", flow.Inflight.ReadOnly);
        var waiting = configuration.Current.Levels.Values.Sum(level => (long)level.Waiting);
        writer.Gauge("apiserver_current_inqueue_requests", "[ALPHA] Maximal number of queued requests in this apiserver per request kind in last second.");
        writer.Sample("request_kind=\"all\"", waiting);
    }

    private static void WriteLevels(MetricsWriter writer, IReadOnlyList<PriorityLevel> levels)
    {
        Gauge(writer, levels, "request_concurrency_limit", "[ALPHA] Nominal number of execution seats configured for each priority level", level => level.Limits.Nominal);
        Gauge(writer, levels, "nominal_limit_seats", "[BETA] Nominal number of execution seats configured for each priority level", level => level.Limits.Nominal);
        Gauge(writer, levels, "lower_limit_seats", "[ALPHA] Configured lower bound on number of execution seats available to each priority level", level => level.Limits.Min);
        Gauge(writer, levels, "upper_limit_seats", "[ALPHA] Configured upper bound on number of execution seats available to each priority level", level => level.Limits.Max);
        Gauge(writer, levels, "current_limit_seats", "[ALPHA] current derived number of execution seats available to each priority level", level => level.CurrentLimit);
        Gauge(writer, levels, "demand_seats_high_watermark", "[ALPHA] High watermark, over last adjustment period, of demand_seats", level => level.SeatsWanted);
        writer.Gauge(Prefix + "current_r", "[ALPHA] R(time of last change)");
        foreach (var level in levels) writer.Sample(Label(level), level.VirtualTime);
    }

    private static void Gauge(MetricsWriter writer, IReadOnlyList<PriorityLevel> levels, string name, string help, Func<PriorityLevel, int> value)
    {
        writer.Gauge(Prefix + name, help);
        foreach (var level in levels) writer.Sample(Label(level), value(level));
    }

    private static string Label(PriorityLevel level) => MetricLabels.Of(("priority_level", level.Name));

    private static void WriteSchemas(MetricsWriter writer, IReadOnlyList<(string Level, string Schema, FlowCounters Counters)> schemas)
    {
        writer.Counter(Prefix + "dispatched_requests_total", "[BETA] Number of requests executed by API Priority and Fairness subsystem");
        foreach (var (_, _, counted) in schemas) writer.Sample(counted.Labels, counted.Dispatched);
        writer.Counter(Prefix + "rejected_requests_total", "[BETA] Number of requests rejected by API Priority and Fairness subsystem");
        foreach (var (_, _, counted) in schemas)
        {
            for (var reason = 0; reason < FlowCounters.Reasons.Count; reason++)
            {
                if (counted.Rejected(reason) is var count and > 0) writer.Sample($"{counted.Labels},reason=\"{FlowCounters.Reasons[reason]}\"", count);
            }
        }
        Gauge(writer, schemas, "current_inqueue_requests", "[BETA] Number of requests currently pending in queues of the API Priority and Fairness subsystem", counted => counted.Waiting);
        Gauge(writer, schemas, "current_executing_requests", "[BETA] Number of requests in initial (for a WATCH) or any (for a non-WATCH) execution stage in the API Priority and Fairness subsystem", counted => counted.Executing);
        Gauge(writer, schemas, "current_executing_seats", "[BETA] Concurrency (number of seats) occupied by the currently executing (initial stage for a WATCH, any stage otherwise) requests in the API Priority and Fairness subsystem", counted => counted.SeatsInUse);
        Histogram(writer, schemas, "request_wait_duration_seconds", "[BETA] Length of time a request spent waiting in its queue", ("execute=\"true\"", counted => counted.WaitOfAdmitted), ("execute=\"false\"", counted => counted.WaitOfRejected));
        Histogram(writer, schemas, "request_execution_seconds", "[ALPHA] Duration of initial stage (for a WATCH) or any (for a non-WATCH) stage of request execution in the API Priority and Fairness subsystem", ("type=\"regular\"", counted => counted.Execution), ("type=\"watch\"", counted => counted.WatchExecution));
        Histogram(writer, schemas, "request_queue_length_after_enqueue", "[ALPHA] Length of queue in the API Priority and Fairness subsystem, as seen by each request after it is enqueued", ("", counted => counted.QueueLength));
        Histogram(writer, schemas, "work_estimated_seats", "[ALPHA] Number of estimated seats (maximum of initial and final seats) associated with requests in API Priority and Fairness", ("", counted => counted.EstimatedSeats));
        Histogram(writer, schemas, "watch_count_samples", "[ALPHA] count of watchers for mutating requests in API Priority and Fairness", ("", counted => counted.WatchCount));
    }

    private static void Gauge(MetricsWriter writer, IReadOnlyList<(string Level, string Schema, FlowCounters Counters)> schemas, string name, string help, Func<FlowCounters, long> value)
    {
        writer.Gauge(Prefix + name, help);
        foreach (var (_, _, counted) in schemas) writer.Sample(counted.Labels, value(counted));
    }

    private static void Histogram(MetricsWriter writer, IReadOnlyList<(string Level, string Schema, FlowCounters Counters)> schemas, string name, string help, params ReadOnlySpan<(string Label, Func<FlowCounters, Histogram> Of)> kinds)
    {
        writer.Histogram(Prefix + name, help);
        foreach (var (label, of) in kinds)
        {
            foreach (var (_, _, counted) in schemas)
            {
                if (of(counted) is { Count: > 0 } histogram) writer.Sample(label.Length == 0 ? counted.Labels : $"{counted.Labels},{label}", histogram);
            }
        }
    }
}
