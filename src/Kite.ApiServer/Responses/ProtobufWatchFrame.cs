using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Kite.Api.Client;
using Kite.Api.Codecs.Protobuf;
using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Responses;

/// <summary>Writes events in protobuf: four bytes of length, then a <c>WatchEvent</c> whose object stands in an envelope of its own.</summary>
internal sealed class ProtobufWatchFrame(ProtobufForms forms, ApiRequest request, ServedResource served) : IWatchFrame
{
    private readonly bool isMetadata = request.Format.View is ObjectView.Metadata;
    private readonly ProtobufEnvelope envelope = request.Format.View is ObjectView.Metadata ? new ProtobufEnvelope($"meta.k8s.io/{request.Format.ViewVersion}", "PartialObjectMetadata") : served.Envelope;

    /// <inheritdoc/>
    public string ContentType => ProtobufDecoder.MediaType + ";stream=watch";

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output, WatchEventType type, CachedObject stored)
    {
        var message = isMetadata ? forms.MetadataOf(served, stored) : forms.Of(served, stored);
        Begin(output, type switch { WatchEventType.Added => "ADDED"u8, WatchEventType.Modified => "MODIFIED"u8, _ => "DELETED"u8 }, envelope.SizeOf(message.Length));
        envelope.Begin(output, message.Length);
        output.Write(message);
        ProtobufEnvelope.End(output);
    }

    /// <inheritdoc/>
    public void WriteError(IBufferWriter<byte> output, ApiStatusException failure) => WriteWhole(output, "ERROR"u8, StatusJson.Failure(failure));

    /// <inheritdoc/>
    public void WriteBookmark(IBufferWriter<byte> output, long revision, bool isInitialEnd)
    {
        var (kind, apiVersion) = isMetadata ? ("PartialObjectMetadata", $"meta.k8s.io/{request.Format.ViewVersion}") : (served.Resource.Kind, served.Resource.ApiVersion);
        var annotations = isInitialEnd ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "";
        WriteWhole(output, "BOOKMARK"u8, Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":{{\"resourceVersion\":\"{revision}\"{annotations}}}}}"));
    }

    private void WriteWhole(IBufferWriter<byte> output, ReadOnlySpan<byte> type, byte[] json)
    {
        var bytes = request.Format.Encoder!.Object(json)!;
        Begin(output, type, bytes.Length);
        output.Write(bytes);
    }

    private static void Begin(IBufferWriter<byte> output, ReadOnlySpan<byte> type, int length)
    {
        var extension = ProtobufEnvelope.SizeOfField(length);
        var frame = ProtobufEnvelope.SizeOfField(type.Length) + ProtobufEnvelope.SizeOfField(extension);
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(4), frame);
        output.Advance(4);
        ProtobufEnvelope.WriteField(output, 1, type.Length);
        output.Write(type);
        ProtobufEnvelope.WriteField(output, 2, extension);
        ProtobufEnvelope.WriteField(output, 1, length);
    }
}
