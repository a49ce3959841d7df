using System.Buffers.Text;
using System.Text.Json;
using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.ApiServer.WatchCache;

/// <summary>Makes a cached object of stored bytes: one pass finds labels and UID, one the selectable fields, one copy splices the resource version in.</summary>
internal sealed class CachedObjectReader(SelectableFields fields)
{
    /// <summary>Reads a stored value.</summary>
    /// <param name="key">Where the object is.</param>
    /// <param name="stored">Its JSON without resource version.</param>
    /// <param name="revision">The revision to splice in; 0 for none, where nothing was stored (dry run).</param>
    public CachedObject Read(ObjectKey key, ReadOnlySpan<byte> stored, long revision)
    {
        var reader = new Utf8JsonReader(stored, JsonCodec.ReaderOptions);
        var facts = new Facts();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (isMetadata)
            {
                ReadMetadata(ref reader, ref facts);
                break;
            }
            reader.Skip();
        }
        var spliced = 0;
        var json = revision == 0 ? stored.ToArray() : Splice(stored, facts.MetadataStart + 1, revision, out spliced);
        return new CachedObject
        {
            Key = key,
            Uid = facts.Uid,
            ResourceVersion = revision,
            Json = json,
            Labels = facts.Labels is null ? CompactMap.Empty : new CompactMap([.. facts.Labels]),
            Fields = fields.Paths.Count == 0 ? CompactMap.Empty : CompactMap.Of(fields.Extract(stored)),
            MetadataStart = facts.MetadataStart,
            MetadataLength = facts.MetadataLength + spliced,
            Created = facts.Created,
        };
    }

    /// <summary>The same object with another revision in it.</summary>
    public static CachedObject AtRevision(CachedObject value, long revision)
    {
        var stored = StoredJson.WithoutRevision(value);
        var json = Splice(stored, value.MetadataStart + 1, revision, out var added);
        return new CachedObject
        {
            Key = value.Key,
            Uid = value.Uid,
            ResourceVersion = revision,
            Json = json,
            Labels = value.Labels,
            Fields = value.Fields,
            MetadataStart = value.MetadataStart,
            MetadataLength = value.MetadataLength - (value.Json.Length - stored.Length) + added,
            Created = value.Created,
            Form = value.Form is ShownForm ? null : value.Form,
        };
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, ref Facts facts)
    {
        facts.MetadataStart = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("uid"u8))
            {
                reader.Read();
                facts.Uid = reader.GetString() ?? "";
            }
            else if (reader.ValueTextEquals("creationTimestamp"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var created)) facts.Created = created;
            }
            else if (reader.ValueTextEquals("labels"u8))
            {
                ReadLabels(ref reader, ref facts);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        facts.MetadataLength = (int)reader.TokenStartIndex + 1 - facts.MetadataStart;
    }

    private static void ReadLabels(ref Utf8JsonReader reader, ref Facts facts)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            facts.Labels ??= [];
            facts.Labels.Add(reader.GetString()!);
            reader.Read();
            facts.Labels.Add(reader.GetString() ?? "");
        }
    }

    /// <summary>The bytes with <c>"resourceVersion":"N"</c> put in right after the opening brace of the metadata.</summary>
    private static byte[] Splice(ReadOnlySpan<byte> stored, int at, long revision, out int added)
    {
        Span<byte> text = stackalloc byte[48];
        "\"resourceVersion\":\""u8.CopyTo(text);
        Utf8Formatter.TryFormat(revision, text[19..], out var digits);
        added = 19 + digits;
        text[added++] = (byte)'"';
        if (stored[at] != (byte)'}') text[added++] = (byte)',';
        var json = new byte[stored.Length + added];
        stored[..at].CopyTo(json);
        text[..added].CopyTo(json.AsSpan(at));
        stored[at..].CopyTo(json.AsSpan(at + added));
        return json;
    }

    private ref struct Facts()
    {
        public string Uid = "";
        public int MetadataStart;
        public int MetadataLength;
        public DateTimeOffset Created;
        public List<string>? Labels;
    }
}
