namespace Kite.Storage;

/// <summary>The revision asked for is older than the history kept.</summary>
public sealed class CompactedException(long requested, long compacted)
    : Exception($"revision {requested} has been compacted; the oldest one kept is {compacted}")
{
    /// <summary>The oldest revision kept.</summary>
    public long CompactedRevision { get; } = compacted;
}
