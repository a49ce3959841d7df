namespace Kite.Storage.Sqlite;

/// <summary>A row of the log that is history: nobody needs it once everything before <paramref name="Until"/> is compacted.</summary>
/// <param name="Until">The revision that superseded the row (for a deletion: its own).</param>
/// <param name="Revision">The row's revision.</param>
/// <param name="Owner">The key that the row belongs to.</param>
internal readonly record struct SupersededRow(long Until, long Revision, KeyVersions Owner);
