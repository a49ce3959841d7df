using Kite.Api.Meta;

namespace Kite.ApiServer.WatchCache;

/// <summary>
/// An immutable map of objects in key order: an array of short sorted arrays. A change copies one short array and the outer one; enumeration runs over plain arrays.
/// </summary>
internal sealed class SortedObjects
{
    private const int MaxChunk = 128;
    private readonly CachedObject[][] chunks;

    private SortedObjects(CachedObject[][] chunks, int count)
    {
        this.chunks = chunks;
        Count = count;
    }

    /// <summary>No objects.</summary>
    public static SortedObjects Empty { get; } = new([], 0);

    /// <summary>How many objects there are.</summary>
    public int Count { get; }

    /// <summary>All objects.</summary>
    public ObjectSlice All => new(chunks, default, new Position(chunks.Length, 0));

    /// <summary>Builds the map from objects in key order.</summary>
    public static SortedObjects FromSorted(IReadOnlyList<CachedObject> sorted) =>
        new([.. sorted.Chunk(MaxChunk / 2)], sorted.Count);

    /// <summary>The object of a key, or null.</summary>
    public CachedObject? Find(in ObjectKey key)
    {
        var at = LowerBound(key);
        return at.Chunk < chunks.Length && chunks[at.Chunk][at.Index] is var found && found.Key == key ? found : null;
    }

    /// <summary>The objects of a namespace.</summary>
    public ObjectSlice InNamespace(string @namespace) => new(chunks, LowerBound(new(@namespace, "")), LowerBound(new(@namespace, "\uffff")));

    /// <summary>The map with an object added or replaced.</summary>
    public SortedObjects With(CachedObject value)
    {
        if (chunks.Length == 0) return new([[value]], 1);
        var at = LowerBound(value.Key);
        if (at.Chunk < chunks.Length && chunks[at.Chunk][at.Index].Key == value.Key)
        {
            var replaced = (CachedObject[])chunks[at.Chunk].Clone();
            replaced[at.Index] = value;
            return new(Swap(at.Chunk, replaced), Count);
        }
        // Past a chunk's last key: append to that chunk rather than open the next one.
        if (at.Index == 0 && at.Chunk > 0) at = new(at.Chunk - 1, chunks[at.Chunk - 1].Length);
        return new(Insert(at, value), Count + 1);
    }

    /// <summary>The map without an object.</summary>
    public SortedObjects Without(in ObjectKey key)
    {
        var at = LowerBound(key);
        if (at.Chunk == chunks.Length || chunks[at.Chunk][at.Index].Key != key) return this;
        var old = chunks[at.Chunk];
        if (old.Length == 1) return new([.. chunks.AsSpan(0, at.Chunk), .. chunks.AsSpan(at.Chunk + 1)], Count - 1);
        return new(Swap(at.Chunk, [.. old.AsSpan(0, at.Index), .. old.AsSpan(at.Index + 1)]), Count - 1);
    }

    /// <summary>Everything of a slice that is ordered after a key.</summary>
    public ObjectSlice After(ObjectSlice slice, in ObjectKey key)
    {
        var at = LowerBound(key);
        if (at.Chunk < chunks.Length && chunks[at.Chunk][at.Index].Key == key) at = at.Next(chunks);
        return slice.StartingAt(at);
    }

    private CachedObject[][] Insert(Position at, CachedObject value)
    {
        var old = chunks[at.Chunk];
        CachedObject[] grown = [.. old.AsSpan(0, at.Index), value, .. old.AsSpan(at.Index)];
        if (grown.Length <= MaxChunk) return Swap(at.Chunk, grown);
        // Names are often ascending: split where a chunk filled from its end stays nearly full.
        var half = at.Index == old.Length ? MaxChunk * 3 / 4 : grown.Length / 2;
        return [.. chunks.AsSpan(0, at.Chunk), grown[..half], grown[half..], .. chunks.AsSpan(at.Chunk + 1)];
    }

    private CachedObject[][] Swap(int index, CachedObject[] chunk)
    {
        var copy = (CachedObject[][])chunks.Clone();
        copy[index] = chunk;
        return copy;
    }

    private Position LowerBound(in ObjectKey key)
    {
        int low = 0, high = chunks.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (KeyOrder.Compare(chunks[middle][^1].Key, key) < 0) low = middle + 1;
            else high = middle;
        }
        if (low == chunks.Length) return new(low, 0);
        var chunk = chunks[low];
        int first = 0, last = chunk.Length;
        while (first < last)
        {
            var middle = (first + last) >>> 1;
            if (KeyOrder.Compare(chunk[middle].Key, key) < 0) first = middle + 1;
            else last = middle;
        }
        return new(low, first);
    }
}
