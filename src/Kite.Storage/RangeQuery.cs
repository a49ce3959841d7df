namespace Kite.Storage;

/// <summary>Which keys to read.</summary>
/// <param name="Prefix">The keys' common beginning.</param>
/// <param name="Revision">The revision to read at; 0 for the current one.</param>
/// <param name="Limit">At most how many entries; 0 for all.</param>
/// <param name="After">Only keys ordered after this one; null for all.</param>
public readonly record struct RangeQuery(string Prefix, long Revision = 0, int Limit = 0, string? After = null);
