namespace Kite.Storage;

/// <summary>The revision asked for has not been written yet.</summary>
public sealed class FutureRevisionException(long requested, long current)
    : Exception($"revision {requested} is in the future; the current one is {current}")
{
    /// <summary>The current revision.</summary>
    public long CurrentRevision { get; } = current;
}
