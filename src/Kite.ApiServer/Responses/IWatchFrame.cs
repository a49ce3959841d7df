using System.Buffers;
using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Responses;

/// <summary>Writes the events of one watch: a few bytes around those of the object, which all watchers share.</summary>
internal interface IWatchFrame
{
    /// <summary>The media type of the stream.</summary>
    string ContentType { get; }

    /// <summary>Writes one event.</summary>
    void Write(IBufferWriter<byte> output, WatchEventType type, CachedObject stored);

    /// <summary>Writes why the watch ends.</summary>
    void WriteError(IBufferWriter<byte> output, ApiStatusException failure);

    /// <summary>Writes how far the watch has come.</summary>
    void WriteBookmark(IBufferWriter<byte> output, long revision, bool isInitialEnd);
}
