using System.Text.Json;
using Kite.Api.Codecs;
using Kite.Api.Models;
using Kite.Api.Models.MetaV1;

namespace Kite.Api.Client;

/// <summary>Reads the JSON of any list kind.</summary>
internal static class ListReader
{
    internal static ApiList<T> Read<T>(ReadOnlySpan<byte> utf8)
        where T : class, IApiModel<T>
    {
        var reader = new Utf8JsonReader(utf8, JsonCodec.ReaderOptions);
        reader.Read();
        var metadata = ListMeta.Empty;
        IReadOnlyList<T> items = [];
        while (ModelReader.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                reader.Read();
                metadata = ListMeta.Read(ref reader);
            }
            else if (reader.ValueTextEquals("items"u8))
            {
                reader.Read();
                items = ModelReader.List(ref reader, static (ref Utf8JsonReader r) => T.Read(ref r));
            }
            else
            {
                ModelReader.SkipProperty(ref reader);
            }
        }
        return new ApiList<T>(metadata, items);
    }
}
