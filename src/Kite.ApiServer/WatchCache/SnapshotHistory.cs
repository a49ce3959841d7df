namespace Kite.ApiServer.WatchCache;

/// <summary>States that paged lists are still reading; immutable maps share what didn't change, so that keeping a few costs little.</summary>
internal sealed class SnapshotHistory
{
    private const int Kept = 8;
    private readonly Lock gate = new();
    private readonly List<(long Revision, CacheState State)> recent = [];

    /// <summary>Remembers the state that a page of a list at a revision was read from.</summary>
    public void Keep(long revision, CacheState state)
    {
        lock (gate)
        {
            recent.RemoveAll(known => known.Revision == revision);
            recent.Add((revision, state));
            if (recent.Count > Kept) recent.RemoveAt(0);
        }
    }

    /// <summary>The state at a revision, or null where it isn't remembered.</summary>
    public CacheState? At(long revision)
    {
        lock (gate)
        {
            foreach (var (known, state) in recent)
            {
                if (known == revision) return state;
            }
            return null;
        }
    }
}
