namespace Kite.Storage;

/// <summary>Receives the changes of a watch. Called by one thread at a time; it must be quick, must not block and must not throw.</summary>
public interface IStoreWatcher
{
    /// <summary>Changes that were committed together, in revision order.</summary>
    void OnEvents(ReadOnlySpan<StoreEvent> events);

    /// <summary>The store has reached a revision without a change under the prefix; called from time to time, never ahead of an event.</summary>
    void OnProgress(long revision);
}
