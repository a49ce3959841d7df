using System.Runtime.InteropServices;
using Kite.Storage;

namespace Kite.ApiServer.Encryption;

/// <summary>Shows a watcher of the store the values instead of what is stored.</summary>
internal sealed class DecryptingWatcher(IStoreWatcher watcher, RulesInForce inForce, ValuesUnderWay underWay) : IStoreWatcher
{
    private readonly List<StoreEvent> decrypted = [];

    /// <inheritdoc/>
    public void OnEvents(ReadOnlySpan<StoreEvent> events)
    {
        if (!HasEncrypted(events))
        {
            watcher.OnEvents(events);
            return;
        }
        decrypted.Clear();
        foreach (ref readonly var change in events) decrypted.Add(change.Value is { } stored && EncryptedValue.Is(stored) ? change with { Value = Decrypt(change, stored) } : change);
        watcher.OnEvents(CollectionsMarshal.AsSpan(decrypted));
        decrypted.Clear();
    }

    /// <inheritdoc/>
    public void OnProgress(long revision) => watcher.OnProgress(revision);

    private static bool HasEncrypted(ReadOnlySpan<StoreEvent> events)
    {
        foreach (ref readonly var change in events)
        {
            if (change.Value is { } stored && EncryptedValue.Is(stored)) return true;
        }
        return false;
    }

    private byte[] Decrypt(in StoreEvent change, byte[] stored)
    {
        if (underWay.Find(stored) is { } value) return value;
        try
        {
            return inForce.Rules.Decrypt(change.Key, stored);
        }
        catch (UnreadableValueException)
        {
            // What was just written can be read. This is history from before a key was taken away: as good as forgotten.
            throw new CompactedException(change.PreviousRevision, change.Revision);
        }
    }
}
