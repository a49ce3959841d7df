namespace Kite.Storage.Sqlite;

/// <summary>One version of a key.</summary>
/// <param name="Revision">The revision that wrote it; 0 for "never written".</param>
/// <param name="Created">The revision that created the key; 0 where this version is a deletion.</param>
internal readonly record struct KeyVersion(long Revision, long Created)
{
    /// <summary>Whether the key has a value in this version.</summary>
    public bool Exists => Created != 0;

    /// <summary>The revision that a condition compares with: 0 where the key has no value.</summary>
    public long ModRevision => Exists ? Revision : 0;
}
