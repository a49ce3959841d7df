using Kite.Api.Metrics;

namespace Kite.ApiServer.Metrics;

/// <summary>What is counted of the events of one resource.</summary>
internal sealed class WatchSeries
{
    private static readonly double[] Sizes = [1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072];
    private long initial;

    /// <summary>How large events were, in bytes.</summary>
    public Histogram Size { get; } = new(Sizes);

    /// <summary>How many objects were sent to show what there was.</summary>
    public long Initial => Interlocked.Read(ref initial);

    /// <summary>Counts objects that were sent to show what there was.</summary>
    public void Begin(int objects) => Interlocked.Add(ref initial, objects);
}
