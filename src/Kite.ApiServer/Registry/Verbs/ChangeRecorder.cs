using Kite.Storage;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Keeps the changes that the store replays, up to a bound on their size.</summary>
internal sealed class ChangeRecorder(long after) : IStoreWatcher
{
    private const int MaxBytes = 16 * 1024 * 1024;
    private readonly List<StoreEvent> events = [];
    private long bytes;

    /// <summary>The changes, in order.</summary>
    public IReadOnlyList<StoreEvent> Events => events;

    /// <summary>How far the replay came.</summary>
    public long Revision { get; private set; } = after;

    /// <summary>False where there were more than can be kept.</summary>
    public bool IsComplete => bytes <= MaxBytes;

    /// <inheritdoc/>
    public void OnEvents(ReadOnlySpan<StoreEvent> changes)
    {
        foreach (var change in changes)
        {
            bytes += change.Key.Length + (change.Value?.Length ?? 0);
            if (IsComplete) events.Add(change);
        }
        Revision = changes[^1].Revision;
    }

    /// <inheritdoc/>
    public void OnProgress(long revision) => Revision = revision;
}
