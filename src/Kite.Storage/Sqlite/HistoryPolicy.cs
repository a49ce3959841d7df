namespace Kite.Storage.Sqlite;

/// <summary>Decides up to where history may be forgotten.</summary>
internal sealed class HistoryPolicy(SqliteStoreOptions options)
{
    /// <summary>Less history than this is not worth a commit of its own before another <see cref="SqliteStoreOptions.HistoryAge"/> has passed.</summary>
    private const int WorthACommit = 1000;

    private static readonly TimeSpan SampleSpacing = TimeSpan.FromSeconds(1);

    private readonly Queue<(DateTimeOffset Time, long Revision)> samples = [];
    private DateTimeOffset lastSample = DateTimeOffset.MinValue;
    private DateTimeOffset lastCompaction = DateTimeOffset.MinValue;
    private long aged;

    /// <summary>The revision to compact to, or 0 for not now.</summary>
    public long Next(DateTimeOffset now, long current, long compacted)
    {
        Sample(now, current);
        long surplus = current - options.HistoryLimit;
        bool isTooLong = surplus > compacted + (options.HistoryLimit / 10);
        bool isTooOld = aged - compacted >= WorthACommit || (aged > compacted && now - lastCompaction >= options.HistoryAge);
        if (!isTooLong && !isTooOld)
        {
            return 0;
        }

        lastCompaction = now;
        return Math.Max(aged, isTooLong ? surplus : 0);
    }

    private void Sample(DateTimeOffset now, long current)
    {
        if (now >= lastSample + SampleSpacing)
        {
            samples.Enqueue((now, current));
            lastSample = now;
        }

        while (samples.TryPeek(out (DateTimeOffset Time, long Revision) oldest) && oldest.Time <= now - options.HistoryAge)
        {
            aged = samples.Dequeue().Revision;
        }
    }
}
