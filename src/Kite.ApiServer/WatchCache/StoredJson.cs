using System.Text.Json;
using Kite.Api.Codecs;

namespace Kite.ApiServer.WatchCache;

/// <summary>The bytes as the store holds them: without a resource version, which is known only once they are committed.</summary>
internal static class StoredJson
{
    /// <summary>The bytes that were stored for a cached object.</summary>
    public static byte[] WithoutRevision(CachedObject value)
    {
        // The cache puts the resource version first into the metadata, with a comma where more follows.
        var json = value.Json.Span;
        var start = value.MetadataStart + 1;
        var reader = new Utf8JsonReader(json[value.MetadataStart..], JsonCodec.ReaderOptions);
        reader.Read();
        reader.Read();
        reader.Read();
        var end = value.MetadataStart + (int)reader.BytesConsumed;
        if (json[end] == (byte)',') end++;
        var stored = new byte[json.Length - (end - start)];
        json[..start].CopyTo(stored);
        json[end..].CopyTo(stored.AsSpan(start));
        return stored;
    }
}
