namespace Kite.ApiServer.Metrics;

/// <summary>How many there are of something, which many threads count.</summary>
internal sealed class AtomicCount
{
    private long count;

    /// <summary>How many there are.</summary>
    public long Value => Interlocked.Read(ref count);

    /// <summary>So many more, or with less than nothing fewer.</summary>
    public void Add(int change) => Interlocked.Add(ref count, change);
}
