using System.Collections;

namespace Kite.ApiServer.WatchCache;

/// <summary>Consecutive objects of a snapshot, in key order.</summary>
internal readonly struct ObjectSlice(CachedObject[][] chunks, Position start, Position end) : IReadOnlyCollection<CachedObject>
{
    /// <inheritdoc/>
    public int Count
    {
        get
        {
            if (!start.IsBefore(end)) return 0;
            var count = end.Index - start.Index;
            for (var i = start.Chunk; i < end.Chunk; i++) count += chunks[i].Length;
            return count;
        }
    }

    /// <summary>The part that begins at a place, if that lies behind this one's start.</summary>
    public ObjectSlice StartingAt(Position place) => new(chunks, start.IsBefore(place) ? place : start, end);

    /// <summary>Enumerates without allocating.</summary>
    public Enumerator GetEnumerator() => new(chunks, start, end);

    IEnumerator<CachedObject> IEnumerable<CachedObject>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks a slice.</summary>
    internal struct Enumerator(CachedObject[][] chunks, Position start, Position end) : IEnumerator<CachedObject>
    {
        private int chunk = start.Chunk;
        private int index = start.Index - 1;

        /// <inheritdoc/>
        public readonly CachedObject Current => chunks[chunk][index];

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            if (chunk >= chunks.Length) return false;
            if (++index == chunks[chunk].Length)
            {
                chunk++;
                index = 0;
            }
            return chunk < end.Chunk || (chunk == end.Chunk && index < end.Index);
        }

        /// <inheritdoc/>
        public readonly void Reset() => throw new NotSupportedException();

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
