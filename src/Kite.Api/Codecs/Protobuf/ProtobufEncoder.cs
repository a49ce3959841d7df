using System.Buffers;
using System.Text.Json;
using Kite.Api.Schema;

namespace Kite.Api.Codecs.Protobuf;

/// <summary>Writes <c>application/vnd.kubernetes.protobuf</c>: straight from an object's JSON, by the field numbers of the table.</summary>
/// <remarks>
/// Fields come in the order that the JSON has them, and only those that it has; every decoder takes that for the same message.
/// <see href="https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding"/>
/// </remarks>
/// <param name="schema">The types and their field numbers.</param>
public sealed class ProtobufEncoder(SchemaTable schema)
{
    private readonly EncodingPlans plans = new(schema);

    /// <summary>The type that a kind has on the wire; null for kinds that have no protobuf form, such as custom resources.</summary>
    public SchemaType? TypeOf(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/');
        var (group, version) = slash < 0 ? ("", apiVersion) : (apiVersion[..slash], apiVersion[(slash + 1)..]);
        var type = schema.Type(Packages.TypeName(group, version, kind)) ?? schema.Type($"meta/v1.{kind}");
        return type is null || (type.Fields.Count > 0 && type.Fields[0].Number.Length == 0) || (group.Contains('.') && Packages.Group(Packages.Of(group)) != group && group != "meta.k8s.io") ? null : type;
    }

    /// <summary>The message of a JSON object, without an envelope.</summary>
    public byte[] Message(ReadOnlySpan<byte> json, SchemaType type)
    {
        using var output = new WireWriter(json.Length + 64);
        new MessageEncoder(json, output).Write(plans.Of(type));
        return output.Written.ToArray();
    }

    /// <summary>A JSON object in its envelope; null where its <c>apiVersion</c> and <c>kind</c> have no protobuf form.</summary>
    public byte[]? Object(ReadOnlySpan<byte> json)
    {
        var (apiVersion, kind) = KindOf(json);
        if (TypeOf(apiVersion, kind) is not { } type) return null;
        var message = Message(json, type);
        var envelope = new ProtobufEnvelope(apiVersion, kind);
        var output = new ArrayBufferWriter<byte>(envelope.SizeOf(message.Length));
        envelope.Begin(output, message.Length);
        output.Write(message);
        ProtobufEnvelope.End(output);
        return output.WrittenSpan.ToArray();
    }

    private static (string ApiVersion, string Kind) KindOf(ReadOnlySpan<byte> json)
    {
        var (apiVersion, kind) = ("", "");
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonCodec.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName && (apiVersion.Length == 0 || kind.Length == 0))
        {
            var (isVersion, isKind) = (reader.ValueTextEquals("apiVersion"u8), reader.ValueTextEquals("kind"u8));
            reader.Read();
            if (reader.TokenType is JsonTokenType.String && isVersion) apiVersion = reader.GetString()!;
            else if (reader.TokenType is JsonTokenType.String && isKind) kind = reader.GetString()!;
            else reader.Skip();
        }
        return (apiVersion, kind);
    }
}
