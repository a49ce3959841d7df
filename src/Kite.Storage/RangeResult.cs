namespace Kite.Storage;

/// <summary>The entries of a range at one revision.</summary>
/// <param name="Revision">The revision that they show.</param>
/// <param name="Entries">The entries in key order.</param>
/// <param name="Remaining">How many more follow after the last one.</param>
public sealed record RangeResult(long Revision, IReadOnlyList<StoreEntry> Entries, long Remaining);
