using Kite.Storage;

namespace Kite.UnitTests.Storage;

/// <summary>Keeps what a watch hands over, and what went wrong in the order.</summary>
internal sealed class RecordingWatcher : IStoreWatcher
{
    private readonly Lock gate = new();
    private readonly List<StoreEvent> events = [];

    public long Progress { get; private set; }

    public bool WasAheadOfAnEvent { get; private set; }

    public IReadOnlyList<StoreEvent> Events
    {
        get
        {
            lock (gate)
            {
                return [.. events];
            }
        }
    }

    public IEnumerable<long> Revisions => Events.Select(change => change.Revision);

    public IEnumerable<string> Keys => Events.Select(change => change.Key);

    public void OnEvents(ReadOnlySpan<StoreEvent> changes)
    {
        lock (gate)
        {
            WasAheadOfAnEvent |= changes[0].Revision <= Progress;
            events.AddRange(changes);
        }
    }

    public void OnProgress(long revision)
    {
        lock (gate)
        {
            Progress = revision;
        }
    }
}
