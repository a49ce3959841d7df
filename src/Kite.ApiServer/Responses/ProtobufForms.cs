using Kite.Api.Codecs.Protobuf;
using Kite.Api.Schema;
using Kite.ApiServer.Registry;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Responses;

/// <summary>
/// The protobuf messages of objects: made when first asked for, kept beside the object for all who watch, get or list it, and dropped in the order in which they
/// were made once they take more than <see cref="Budget"/> together.
/// </summary>
internal sealed class ProtobufForms(ProtobufEncoder encoder, SchemaTable schema)
{
    /// <summary>How many bytes of messages are kept at most.</summary>
    public const int Budget = 16 * 1024 * 1024;

    private const int LargestKept = Budget / 32;
    private readonly Lock gate = new();
    private readonly Queue<ProtobufForm> kept = new();
    private readonly SchemaType metadata = schema.Type("meta/v1.ObjectMeta")!;
    private readonly SchemaType listMetadata = schema.Type("meta/v1.ListMeta")!;
    private long bytes;

    /// <summary>The message of an object in the version asked for.</summary>
    public byte[] Of(ServedResource served, CachedObject stored)
    {
        var shown = served.Show(stored);
        if (shown.Protobuf?.Message is { } known) return known;
        var message = encoder.Message(shown.Json.Span, served.Definition.Type);
        if (ReferenceEquals(shown, stored) && message.Length <= LargestKept) Keep(stored, message);
        return message;
    }

    /// <summary>The message of an object's <c>PartialObjectMetadata</c>.</summary>
    public byte[] MetadataOf(ServedResource served, CachedObject stored)
    {
        var message = encoder.Message(served.Show(stored).MetadataJson.Span, metadata);
        return ProtobufEnvelope.Field(1, message);
    }

    /// <summary>The message of a list's metadata.</summary>
    public byte[] ListMetadata(ReadOnlySpan<byte> json) => encoder.Message(json, listMetadata);

    private void Keep(CachedObject stored, byte[] message)
    {
        var form = new ProtobufForm(message);
        stored.Protobuf = form;
        lock (gate)
        {
            kept.Enqueue(form);
            bytes += message.Length;
            while (bytes > Budget)
            {
                var oldest = kept.Dequeue();
                bytes -= oldest.Message!.Length;
                oldest.Drop();
            }
        }
    }
}
