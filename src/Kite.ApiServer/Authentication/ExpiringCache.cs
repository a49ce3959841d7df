using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Kite.Api.Clocks;

namespace Kite.ApiServer.Authentication;

/// <summary>Answers that are good for a while; of bounded size, the older half goes when it is full.</summary>
internal sealed class ExpiringCache<TKey, TValue>(int capacity, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock turn = new();
    private ConcurrentDictionary<TKey, (TValue Value, TimeSpan End)> young = new();
    private ConcurrentDictionary<TKey, (TValue Value, TimeSpan End)> old = new();

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var isKnown = Volatile.Read(ref young).TryGetValue(key, out var entry) || Volatile.Read(ref old).TryGetValue(key, out entry);
        value = entry.Value;
        return isKnown && entry.End > time.Uptime();
    }

    public void Set(TKey key, TValue value, TimeSpan validity)
    {
        if (validity <= TimeSpan.Zero) return;
        var entries = Volatile.Read(ref young);
        entries[key] = (value, time.Uptime() + validity);
        if (entries.Count < capacity) return;
        lock (turn)
        {
            if (!ReferenceEquals(entries, young)) return;
            Volatile.Write(ref old, young);
            Volatile.Write(ref young, new());
        }
    }
}
