using Kite.Storage;

namespace Kite.ApiServer.Encryption;

/// <summary>Stores what the rules in force say to encrypt encrypted, in another store; everybody else sees plain values.</summary>
internal sealed class EncryptedStore(IStore stored, RulesInForce inForce) : IStore
{
    private readonly ValuesUnderWay underWay = new();

    /// <summary>The store as it is, with encrypted values.</summary>
    public IStore Stored => stored;

    /// <inheritdoc/>
    public long CurrentRevision => stored.CurrentRevision;

    /// <inheritdoc/>
    public long CompactedRevision => stored.CompactedRevision;

    /// <inheritdoc/>
    public long SizeInBytes => stored.SizeInBytes;

    /// <inheritdoc/>
    public async ValueTask<StoreEntry?> GetAsync(string key, CancellationToken cancellationToken) =>
        await stored.GetAsync(key, cancellationToken) is { } entry ? Plain(entry) : null;

    /// <inheritdoc/>
    public async ValueTask<RangeResult> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
    {
        var range = await stored.RangeAsync(query, cancellationToken);
        try
        {
            return range with { Entries = [.. range.Entries.Select(Plain)] };
        }
        catch (UnreadableValueException) when (query.Revision != 0 && query.Revision != stored.CurrentRevision)
        {
            // History from before a key was taken away is as good as forgotten.
            throw new CompactedException(query.Revision, range.Revision + 1);
        }
    }

    /// <inheritdoc/>
    public ValueTask<WriteResult> WriteAsync(StoreWrite write, CancellationToken cancellationToken)
    {
        return write.Value is null || !inForce.Rules.Covers(write.Key) ? stored.WriteAsync(write, cancellationToken) : EncryptAsync(write, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<WriteResult> WriteAsync(IReadOnlyList<StoreWrite> writes, CancellationToken cancellationToken) =>
        writes.Any(write => inForce.Rules.Covers(write.Key)) ? EncryptAsync(writes, cancellationToken) : stored.WriteAsync(writes, cancellationToken);

    /// <inheritdoc/>
    public IDisposable Watch(string prefix, long afterRevision, IStoreWatcher watcher) => stored.Watch(prefix, afterRevision, new DecryptingWatcher(watcher, inForce, underWay));

    /// <inheritdoc/>
    public ValueTask CompactAsync(long revision, CancellationToken cancellationToken) => stored.CompactAsync(revision, cancellationToken);

    /// <inheritdoc/>
    public ValueTask EraseHistoryAsync(CancellationToken cancellationToken) => stored.EraseHistoryAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stored.DisposeAsync();

    /// <summary>The first current value that other rules could not read, as far as the first bytes of the values tell; null where they can read all.</summary>
    public async ValueTask<UnreadableValueException?> ProblemOfAsync(EncryptionRules rules, CancellationToken cancellationToken)
    {
        foreach (var prefix in rules.Prefixes.Concat(inForce.Rules.Prefixes).Distinct())
        {
            await foreach (var entry in StorePages.OfAsync(stored, prefix, cancellationToken))
            {
                if (rules.Problem(entry.Key, entry.Value) is { } problem) return problem;
            }
        }
        return null;
    }

    /// <summary>True where a current value is stored otherwise than the rules in force say.</summary>
    public async ValueTask<bool> IsStaleAsync(string key, CancellationToken cancellationToken) =>
        inForce.Rules.Covers(key) && await stored.GetAsync(key, cancellationToken) is { } entry && !inForce.Rules.For(key).Primary.Reads(entry.Value);

    private StoreEntry Plain(StoreEntry entry) => inForce.Rules.Decrypt(entry.Key, entry.Value) is var value && ReferenceEquals(value, entry.Value) ? entry : entry with { Value = value };

    private async ValueTask<WriteResult> EncryptAsync(StoreWrite write, CancellationToken cancellationToken)
    {
        var epoch = inForce.Enter();
        var encrypted = Encrypt(epoch.Rules, write);
        try
        {
            return await stored.WriteAsync(encrypted, cancellationToken);
        }
        finally
        {
            Forget(encrypted);
            epoch.Leave();
        }
    }

    private async ValueTask<WriteResult> EncryptAsync(IReadOnlyList<StoreWrite> writes, CancellationToken cancellationToken)
    {
        var epoch = inForce.Enter();
        StoreWrite[] encrypted = [.. writes.Select(write => Encrypt(epoch.Rules, write))];
        try
        {
            return await stored.WriteAsync(encrypted, cancellationToken);
        }
        finally
        {
            foreach (var write in encrypted) Forget(write);
            epoch.Leave();
        }
    }

    private StoreWrite Encrypt(EncryptionRules rules, in StoreWrite write)
    {
        if (write.Value is not { } value || rules.For(write.Key).Primary is not (var cipher and not IdentityCipher)) return write;
        var encrypted = cipher.Encrypt(value, write.Key);
        underWay.Add(encrypted, value);
        return write with { Value = encrypted };
    }

    private void Forget(in StoreWrite write)
    {
        if (write.Value is { } encrypted) underWay.Forget(encrypted);
    }
}
