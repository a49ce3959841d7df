using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Kite.ApiServer.Authentication;

/// <summary>A cache of bounded size: what isn't asked for while as many new entries come as fit is forgotten.</summary>
/// <remarks>Two generations: new entries go to the young one; when it is full, it becomes the old one and the old one is dropped. A hit in the old one is brought over.</remarks>
internal sealed class GenerationCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private volatile ConcurrentDictionary<TKey, TValue> young = new();
    private volatile ConcurrentDictionary<TKey, TValue> old = new();
    private readonly Lock turn = new();
    private int count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (young.TryGetValue(key, out value)) return true;
        if (!old.TryGetValue(key, out value)) return false;
        Add(key, value);
        return true;
    }

    /// <summary>Keeps a value in the place of another.</summary>
    public void Set(TKey key, TValue value)
    {
        if (young.ContainsKey(key)) young[key] = value;
        else Add(key, value);
    }

    public void Add(TKey key, TValue value)
    {
        if (!young.TryAdd(key, value) || Interlocked.Increment(ref count) < capacity) return;
        lock (turn)
        {
            if (Volatile.Read(ref count) < capacity) return;
            old = young;
            young = new();
            Volatile.Write(ref count, 0);
        }
    }
}
