namespace Kite.Storage.Sqlite;

/// <summary>
/// Revisions that were, or may have been, given to heartbeats which a crash has lost. Someone may have seen them, so nobody may continue from them.
/// </summary>
internal sealed class RevisionGaps
{
    private readonly List<(long After, long Before)> gaps = [];

    /// <summary>Takes note that <paramref name="next"/> follows directly on <paramref name="last"/>.</summary>
    public void Note(long last, long next)
    {
        if (next > last + 1)
        {
            gaps.Add((last, next));
        }
    }

    public bool Contains(long revision) => gaps.Exists(gap => revision > gap.After && revision < gap.Before);

    public void Forget(long compacted) => gaps.RemoveAll(gap => gap.Before <= compacted);
}
