using Kite.Api.Client;

namespace Kite.ApiServer.Metrics;

/// <summary>What the controllers have to do.</summary>
internal sealed class WorkQueueMetrics(WorkQueueRegistry registry) : IMetricsSource
{
    /// <inheritdoc/>
    public void Write(MetricsWriter writer)
    {
        var queues = registry.Queues.OrderBy(queue => queue.Name, StringComparer.Ordinal).Select(queue => (Labels: MetricLabels.Of(("name", queue.Name)), Queue: queue)).ToArray();
        if (queues.Length == 0) return;
        writer.Counter("workqueue_adds_total", "[ALPHA] Total number of adds handled by workqueue");
        foreach (var (labels, queue) in queues) writer.Sample(labels, queue.Adds);
        writer.Gauge("workqueue_depth", "[ALPHA] Current depth of workqueue");
        foreach (var (labels, queue) in queues) writer.Sample(labels, queue.Depth);
        writer.Histogram("workqueue_queue_duration_seconds", "[ALPHA] How long in seconds an item stays in workqueue before being requested.");
        foreach (var (labels, queue) in queues) writer.Sample(labels, queue.QueueDuration);
        writer.Histogram("workqueue_work_duration_seconds", "[ALPHA] How long in seconds processing an item from workqueue takes.");
        foreach (var (labels, queue) in queues) writer.Sample(labels, queue.WorkDuration);
        writer.Counter("workqueue_retries_total", "[ALPHA] Total number of retries handled by workqueue");
        foreach (var (labels, queue) in queues) writer.Sample(labels, queue.Retries);
        writer.Gauge("workqueue_unfinished_work_seconds", "[ALPHA] How many seconds of work has done that is in progress and hasn't been observed by work_duration.");
        foreach (var (labels, queue) in queues) writer.Sample(labels, queue.Unfinished.Sum);
        writer.Gauge("workqueue_longest_running_processor_seconds", "[ALPHA] How many seconds has the longest running processor for workqueue been running.");
        foreach (var (labels, queue) in queues) writer.Sample(labels, queue.Unfinished.Longest);
    }
}
