namespace Kite.Storage.Sqlite;

/// <summary>Which versions make up a range.</summary>
/// <param name="Revision">The revision that they show.</param>
/// <param name="Items">Key and version, in key order.</param>
/// <param name="Remaining">How many more follow.</param>
internal sealed record KeyRange(long Revision, List<(string Key, KeyVersion Version)> Items, long Remaining);
