using System.Diagnostics.Metrics;

namespace Kite.Agent.Runtime;

/// <summary>What is asked of the container runtime, how long it takes and how often it fails, under upstream's names.</summary>
internal sealed class RuntimeMeters
{
    private static readonly double[] OperationBuckets = [.. Enumerable.Range(0, 14).Select(power => 0.005 * Math.Pow(2.5, power))];

    private readonly TimeProvider clock;
    private readonly Counter<long> operations;
    private readonly Counter<long> errors;
    private readonly Histogram<double> durations;
    private readonly Histogram<double> lists;
    private readonly Histogram<double> listIntervals;
    private readonly Histogram<double> sandboxes;
    private long lastList;
    private long lastSeenSeconds;

    public RuntimeMeters(IMeterFactory meters, TimeProvider clock)
    {
        this.clock = clock;
        var meter = meters.Create("Kite.Agent.Runtime");
        operations = meter.CreateCounter<long>("kubelet_runtime_operations_total", null, "[ALPHA] Cumulative number of runtime operations by operation type.");
        errors = meter.CreateCounter<long>("kubelet_runtime_operations_errors_total", null, "[ALPHA] Cumulative number of runtime operation errors by operation type.");
        durations = Histogram(meter, "kubelet_runtime_operations_duration_seconds", "[ALPHA] Duration in seconds of runtime operations. Broken down by operation type.", OperationBuckets);
        sandboxes = Histogram(meter, "kubelet_run_podsandbox_duration_seconds", "[ALPHA] Duration in seconds of the run_podsandbox operations. Broken down by RuntimeClass.Handler.", null);
        lists = Histogram(meter, "kubelet_pleg_relist_duration_seconds", "[ALPHA] Duration in seconds for relisting pods in PLEG.", null);
        listIntervals = Histogram(meter, "kubelet_pleg_relist_interval_seconds", "[ALPHA] Interval in seconds between relisting in PLEG.", null);
        meter.CreateObservableGauge("kubelet_pleg_last_seen_seconds", () => Interlocked.Read(ref lastSeenSeconds), null, "[ALPHA] Timestamp in seconds when PLEG was last seen active.");
    }

    /// <summary>Counts and times an operation; a failure of the runtime counts as such.</summary>
    /// <param name="type">The operation as upstream names it, such as <c>create_container</c>.</param>
    /// <param name="operation">What is measured.</param>
    public async Task<T> MeasureAsync<T>(string type, Func<Task<T>> operation)
    {
        var began = clock.GetTimestamp();
        var label = new KeyValuePair<string, object?>("operation_type", type);
        operations.Add(1, label);
        try
        {
            return await operation();
        }
        catch (RuntimeException)
        {
            errors.Add(1, label);
            throw;
        }
        finally
        {
            durations.Record(clock.GetElapsedTime(began).TotalSeconds, label);
        }
    }

    /// <summary>Notes that all containers were listed.</summary>
    public void Listed(long began)
    {
        lists.Record(clock.GetElapsedTime(began).TotalSeconds);
        var before = Interlocked.Exchange(ref lastList, began);
        if (before != 0) listIntervals.Record(clock.GetElapsedTime(before, began).TotalSeconds);
        Interlocked.Exchange(ref lastSeenSeconds, clock.GetUtcNow().ToUnixTimeSeconds());
    }

    /// <summary>Notes that a sandbox was made.</summary>
    public void SandboxMade(string handler, TimeSpan took) => sandboxes.Record(took.TotalSeconds, new KeyValuePair<string, object?>("runtime_handler", handler));

    private static Histogram<double> Histogram(Meter meter, string name, string help, double[]? buckets) =>
        meter.CreateHistogram(name, "s", help, null, buckets is null ? null : new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
}
