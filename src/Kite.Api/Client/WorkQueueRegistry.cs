using System.Collections.Concurrent;

namespace Kite.Api.Client;

/// <summary>The work queues whose statistics somebody shows.</summary>
public sealed class WorkQueueRegistry
{
    private readonly ConcurrentQueue<WorkQueueStatistics> queues = new();

    /// <summary>The queues, in the order in which they were added.</summary>
    public IReadOnlyCollection<WorkQueueStatistics> Queues => queues;

    /// <summary>Adds a queue.</summary>
    public void Add(WorkQueueStatistics queue) => queues.Enqueue(queue);
}
