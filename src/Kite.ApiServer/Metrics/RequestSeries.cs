using System.Collections.Concurrent;
using Kite.Api.Metrics;

namespace Kite.ApiServer.Metrics;

/// <summary>What is counted of requests that look alike.</summary>
internal sealed class RequestSeries
{
    private static readonly double[] Durations = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];
    private static readonly double[] Sizes = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
    private readonly ConcurrentDictionary<int, AtomicCount> others = new();
    private readonly ConcurrentDictionary<int, AtomicCount> terminated = new();
    private long ok;
    private long created;

    /// <summary>How long requests took, in seconds.</summary>
    public Histogram Duration { get; } = new(Durations);

    /// <summary>How long they took without the time spent in webhooks and queues, in seconds.</summary>
    public Histogram OwnDuration { get; } = new(Durations);

    /// <summary>How large answers were, in bytes.</summary>
    public Histogram ResponseSize { get; } = new(Sizes);

    /// <summary>How many are going on, of those that last.</summary>
    public AtomicCount Running { get; } = new();

    /// <summary>How many requests were answered with each status code.</summary>
    public IEnumerable<(int Code, long Count)> Codes
    {
        get
        {
            if (Interlocked.Read(ref ok) is var plain and > 0) yield return (200, plain);
            if (Interlocked.Read(ref created) is var news and > 0) yield return (201, news);
            foreach (var (code, count) in others) yield return (code, count.Value);
        }
    }

    /// <summary>How many requests the server gave up for its own sake, with each status code.</summary>
    public IEnumerable<(int Code, long Count)> Terminated => terminated.Select(pair => (pair.Key, pair.Value.Value));

    /// <summary>Counts a request that was given up for the server's sake.</summary>
    public void Terminate(int code) => terminated.GetOrAdd(code, static _ => new AtomicCount()).Add(1);

    /// <summary>Counts an answer.</summary>
    public void Count(int code)
    {
        if (code == 200) Interlocked.Increment(ref ok);
        else if (code == 201) Interlocked.Increment(ref created);
        else others.GetOrAdd(code, static _ => new AtomicCount()).Add(1);
    }
}
