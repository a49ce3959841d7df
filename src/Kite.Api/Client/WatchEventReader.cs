using System.Text.Json;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Models;
using Kite.Api.Models.MetaV1;

namespace Kite.Api.Client;

/// <summary>Reads one frame of a watch.</summary>
internal static class WatchEventReader
{
    /// <exception cref="ApiStatusException">The frame is an <c>ERROR</c> event.</exception>
    internal static WatchEvent<T> Read<T>(ReadOnlySpan<byte> utf8)
        where T : class, IApiModel<T>
    {
        var type = ReadType(utf8);
        var reader = new Utf8JsonReader(utf8, JsonCodec.ReaderOptions);
        reader.Read();
        while (ModelReader.NextProperty(ref reader))
        {
            if (!reader.ValueTextEquals("object"u8))
            {
                ModelReader.SkipProperty(ref reader);
                continue;
            }
            reader.Read();
            if (type == "ERROR") throw StatusReader.ToException(Status.Read(ref reader));
            return new WatchEvent<T>(Parse(type), T.Read(ref reader));
        }
        throw new JsonException("a watch event without an object");
    }

    private static string ReadType(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, JsonCodec.ReaderOptions);
        reader.Read();
        while (ModelReader.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                return ModelReader.String(ref reader);
            }
            ModelReader.SkipProperty(ref reader);
        }
        throw new JsonException("a watch event without a type");
    }

    private static WatchEventType Parse(string type) => type switch
    {
        "ADDED" => WatchEventType.Added,
        "MODIFIED" => WatchEventType.Modified,
        "DELETED" => WatchEventType.Deleted,
        "BOOKMARK" => WatchEventType.Bookmark,
        _ => throw new JsonException($"unknown watch event type \"{type}\""),
    };
}
