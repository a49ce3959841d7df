using System.Collections.Concurrent;

namespace Kite.ApiServer.WatchCache;

/// <summary>A write that a cache knows of before it is committed.</summary>
internal readonly struct Announcement(ConcurrentDictionary<byte[], object> announced, byte[] value) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => announced?.TryRemove(value, out _);
}
