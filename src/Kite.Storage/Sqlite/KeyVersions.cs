namespace Kite.Storage.Sqlite;

/// <summary>A key and those of its versions that are still kept, oldest first; guarded by its <see cref="KeyIndex"/>.</summary>
internal sealed class KeyVersions(string key)
{
    private KeyVersion[] older = [];
    private int olderCount;

    public string Key { get; } = key;

    public KeyVersion Latest { get; private set; }

    public bool IsForgotten => Latest.Revision == 0 && olderCount == 0;

    public void Add(KeyVersion version)
    {
        if (Latest.Revision != 0)
        {
            if (olderCount == older.Length)
            {
                Array.Resize(ref older, Math.Max(2, olderCount * 2));
            }

            older[olderCount++] = Latest;
        }

        Latest = version;
    }

    /// <summary>The version that was current at a revision.</summary>
    public KeyVersion At(long revision)
    {
        if (Latest.Revision <= revision)
        {
            return Latest;
        }

        for (int i = olderCount - 1; i >= 0; i--)
        {
            if (older[i].Revision <= revision)
            {
                return older[i];
            }
        }

        return default;
    }

    public void Forget(long revision)
    {
        int position = Array.FindIndex(older, 0, olderCount, version => version.Revision == revision);
        if (position >= 0)
        {
            Array.Copy(older, position + 1, older, position, --olderCount - position);
            if (olderCount == 0)
            {
                older = [];
            }
        }
        else if (Latest.Revision == revision)
        {
            Latest = default;
        }
    }
}
