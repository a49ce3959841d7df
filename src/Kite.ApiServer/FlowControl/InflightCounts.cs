namespace Kite.ApiServer.FlowControl;

/// <summary>How many requests other than those that last are being served.</summary>
internal sealed class InflightCounts
{
    private long mutating;
    private long readOnly;

    /// <summary>Those that change something.</summary>
    public long Mutating => Interlocked.Read(ref mutating);

    /// <summary>Those that only read.</summary>
    public long ReadOnly => Interlocked.Read(ref readOnly);

    /// <summary>One more, or with -1 one less.</summary>
    public void Add(bool isReadOnly, int change)
    {
        if (isReadOnly) Interlocked.Add(ref readOnly, change);
        else Interlocked.Add(ref mutating, change);
    }
}
