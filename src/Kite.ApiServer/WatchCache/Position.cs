namespace Kite.ApiServer.WatchCache;

/// <summary>A place in <see cref="SortedObjects"/>; the end is the chunk after the last.</summary>
internal readonly record struct Position(int Chunk, int Index)
{
    /// <summary>The place after this one.</summary>
    public Position Next(CachedObject[][] chunks) => Index + 1 < chunks[Chunk].Length ? new(Chunk, Index + 1) : new(Chunk + 1, 0);

    /// <summary>True where this place comes before the other.</summary>
    public bool IsBefore(Position other) => Chunk < other.Chunk || (Chunk == other.Chunk && Index < other.Index);
}
