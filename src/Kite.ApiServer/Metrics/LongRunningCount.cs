namespace Kite.ApiServer.Metrics;

/// <summary>How many requests of a sort are going on.</summary>
internal sealed class LongRunningCount
{
    private long count;

    /// <summary>How many there are.</summary>
    public long Value => Interlocked.Read(ref count);

    /// <summary>One more, or with -1 one less.</summary>
    public void Add(int change) => Interlocked.Add(ref count, change);
}
