using Kite.Api.Metrics;

namespace Kite.Api.Client;

/// <summary>What is counted of a work queue, as client-go counts it.</summary>
/// <param name="name">The queue's name, such as its controller's.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class WorkQueueStatistics(string name, TimeProvider timeProvider)
{
    private static readonly double[] Durations = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10];
    private readonly Lock gate = new();
    private readonly HashSet<long> started = [];
    private long adds;
    private long taken;
    private long retries;

    /// <summary>The queue's name.</summary>
    public string Name => name;

    /// <summary>How many keys were added that didn't wait already.</summary>
    public long Adds => Interlocked.Read(ref adds);

    /// <summary>How many keys wait.</summary>
    public long Depth => Math.Max(0, Adds - Interlocked.Read(ref taken));

    /// <summary>How many keys were tried again.</summary>
    public long Retries => Interlocked.Read(ref retries);

    /// <summary>How long keys waited, in seconds.</summary>
    public Histogram QueueDuration { get; } = new(Durations);

    /// <summary>How long keys were worked on, in seconds.</summary>
    public Histogram WorkDuration { get; } = new(Durations);

    /// <summary>For how long the keys at hand have been worked on, in seconds: all together, and the longest.</summary>
    public (double Sum, double Longest) Unfinished
    {
        get
        {
            lock (gate)
            {
                var (sum, longest) = (0.0, 0.0);
                foreach (var start in started)
                {
                    var took = timeProvider.GetElapsedTime(start).TotalSeconds;
                    (sum, longest) = (sum + took, Math.Max(longest, took));
                }
                return (sum, longest);
            }
        }
    }

    /// <summary>A key waits.</summary>
    /// <returns>When it began to, for <see cref="Take"/>.</returns>
    internal long Add()
    {
        Interlocked.Increment(ref adds);
        return timeProvider.GetTimestamp();
    }

    /// <summary>A key is worked on.</summary>
    /// <param name="added">What <see cref="Add"/> returned.</param>
    /// <returns>What <see cref="Done"/> is to be told.</returns>
    internal long Take(long added)
    {
        Interlocked.Increment(ref taken);
        QueueDuration.Observe(timeProvider.GetElapsedTime(added).TotalSeconds);
        var now = timeProvider.GetTimestamp();
        // Two that begin at once are told apart.
        lock (gate) while (!started.Add(now)) now++;
        return now;
    }

    /// <summary>The work on a key has ended.</summary>
    /// <param name="taken">What <see cref="Take"/> returned.</param>
    internal void Done(long taken)
    {
        lock (gate) started.Remove(taken);
        WorkDuration.Observe(timeProvider.GetElapsedTime(taken).TotalSeconds);
    }

    /// <summary>A key is tried again.</summary>
    internal void Retry() => Interlocked.Increment(ref retries);
}
