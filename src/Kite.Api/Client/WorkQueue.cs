using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Kite.Api.Client;

/// <summary>A work queue with exponential back-off per key.</summary>
/// <remarks>Semantics of client-go's rate-limiting work queue: <see href="https://pkg.go.dev/k8s.io/client-go/util/workqueue"/></remarks>
/// <param name="timeProvider">The clock of delays.</param>
/// <param name="name">What the queue is called in its statistics.</param>
public sealed class WorkQueue<TKey>(TimeProvider timeProvider, string name = "") : IWorkQueue<TKey>, IDisposable
    where TKey : notnull
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(60);

    private readonly Channel<TKey> ready = Channel.CreateUnbounded<TKey>();
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, long> waiting = [];
    private readonly Dictionary<TKey, long> processing = [];
    private readonly HashSet<TKey> again = [];
    private readonly ConcurrentDictionary<TKey, int> failures = new();
    private readonly Dictionary<TKey, DelayedAdd> delayed = [];

    /// <summary>What is counted of it.</summary>
    public WorkQueueStatistics Statistics { get; } = new(name, timeProvider);

    /// <summary>How many keys wait.</summary>
    public int Depth => ready.Reader.Count;

    /// <inheritdoc/>
    public void Add(TKey key)
    {
        lock (gate)
        {
            if (processing.ContainsKey(key)) again.Add(key);
            else Enqueue(key);
        }
    }

    /// <inheritdoc/>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }
        var due = timeProvider.GetUtcNow() + delay;
        lock (gate)
        {
            if (delayed.TryGetValue(key, out var earlier))
            {
                if (earlier.Due <= due) return;
                earlier.Timer?.Dispose();
            }
            var add = new DelayedAdd(due);
            delayed[key] = add;
            add.Timer = timeProvider.CreateTimer(_ => OnDue(key, add), null, delay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Retry(TKey key)
    {
        Statistics.Retry();
        var count = failures.AddOrUpdate(key, 0, (_, n) => Math.Min(n + 1, 30));
        var delay = FirstBackOff * Math.Pow(2, count);
        AddAfter(key, delay < LongestBackOff ? delay : LongestBackOff);
    }

    /// <inheritdoc/>
    public void Forget(TKey key) => failures.TryRemove(key, out _);

    /// <inheritdoc/>
    public async ValueTask<TKey> TakeAsync(CancellationToken cancellationToken)
    {
        var key = await ready.Reader.ReadAsync(cancellationToken);
        lock (gate)
        {
            waiting.Remove(key, out var added);
            processing[key] = Statistics.Take(added);
        }
        return key;
    }

    /// <inheritdoc/>
    public void Done(TKey key)
    {
        lock (gate)
        {
            if (processing.Remove(key, out var taken)) Statistics.Done(taken);
            if (again.Remove(key)) Enqueue(key);
        }
    }

    /// <summary>Stops the timers of delayed keys.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var add in delayed.Values) add.Timer?.Dispose();
            delayed.Clear();
        }
    }

    private void Enqueue(TKey key)
    {
        if (waiting.ContainsKey(key)) return;
        waiting.Add(key, Statistics.Add());
        ready.Writer.TryWrite(key);
    }

    private void OnDue(TKey key, DelayedAdd add)
    {
        lock (gate)
        {
            if (delayed.TryGetValue(key, out var current) && ReferenceEquals(current, add)) delayed.Remove(key);
            add.Timer?.Dispose();
        }
        Add(key);
    }

    private sealed class DelayedAdd(DateTimeOffset due)
    {
        public DateTimeOffset Due { get; } = due;

        public ITimer? Timer { get; set; }
    }
}
