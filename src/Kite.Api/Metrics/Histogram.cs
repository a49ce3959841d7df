namespace Kite.Api.Metrics;

/// <summary>Counts values by size; recording takes a short search and two interlocked additions.</summary>
/// <param name="bounds">The inclusive upper bounds of the buckets, ascending; one more counts what is greater.</param>
public sealed class Histogram(double[] bounds)
{
    // Sums are kept in whole parts, which can be added without a lock.
    private const double Parts = 1e6;
    private readonly long[] counts = new long[bounds.Length + 1];
    private long sum;

    /// <summary>The bounds of the buckets, ascending.</summary>
    public IReadOnlyList<double> Bounds => bounds;

    /// <summary>The sum of all values, to a millionth.</summary>
    public double Sum => Interlocked.Read(ref sum) / Parts;

    /// <summary>How many values there were.</summary>
    public long Count
    {
        get
        {
            long total = 0;
            for (var i = 0; i < counts.Length; i++) total += InBucket(i);
            return total;
        }
    }

    /// <summary>How many values fell into a bucket and no smaller one.</summary>
    public long InBucket(int index) => Interlocked.Read(ref counts[index]);

    /// <summary>Another with the same bounds that has counted nothing yet.</summary>
    public Histogram CreateEmpty() => new(bounds);

    /// <summary>Records a value.</summary>
    public void Observe(double value)
    {
        var bucket = 0;
        while (bucket < bounds.Length && value > bounds[bucket]) bucket++;
        Interlocked.Increment(ref counts[bucket]);
        Interlocked.Add(ref sum, (long)(value * Parts));
    }

    /// <summary>Adds what another with the same bounds counted.</summary>
    public void Add(Histogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < counts.Length; i++) Interlocked.Add(ref counts[i], other.InBucket(i));
        Interlocked.Add(ref sum, Interlocked.Read(ref other.sum));
    }
}
