using System.Buffers;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Responses;

/// <summary>Answers with one object.</summary>
internal sealed class ObjectResponse(TableWriter tables, ProtobufForms forms)
{
    /// <summary>Answers with a stored object in the view asked for.</summary>
    /// <exception cref="ApiStatusException">The view is one of lists (<c>NotAcceptable</c>).</exception>
    public Task WriteAsync(ApiRequest request, ServedResource served, CachedObject stored, int status, CancellationToken cancellationToken)
    {
        if (served.Form is null) return WriteShownAsync(request, served, stored, status, cancellationToken);
        var shown = served.Form.ShowAsync(stored, cancellationToken);
        return shown.IsCompletedSuccessfully ? WriteShownAsync(request, served, shown.Result, status, cancellationToken) : ConvertAsync();

        async Task ConvertAsync() => await WriteShownAsync(request, served, await shown, status, cancellationToken);
    }

    private Task WriteShownAsync(ApiRequest request, ServedResource served, CachedObject stored, int status, CancellationToken cancellationToken)
    {
        var format = request.Format;
        if (format.IsListView)
            throw new ApiStatusException(StatusReason.NotAcceptable, $"you requested PartialObjectMetadataList, but the requested object is not a list (*{served.Resource.Version}.{served.Resource.Kind})");
        if (format is { Media: ResponseMedia.Protobuf, View: ObjectView.Whole })
        {
            if (request.Record?.Audit is { KeepsResponse: true } audit) audit.Answer(served.Show(stored).Json);
            return BodyWriter.SendAsync(request.Context, format.ContentType, status, Enveloped(served, forms.Of(served, stored)), cancellationToken);
        }
        var value = served.Show(stored);
        var json = format.View switch
        {
            ObjectView.Table => tables.Table(served, [value], request),
            ObjectView.Metadata => MetadataView.Of(value, format.ViewVersion),
            _ => value.Json,
        };
        return WriteAsync(request, json, status, cancellationToken);
    }

    /// <summary>Answers with nodes.</summary>
    public static Task WriteAsync(ApiRequest request, JsonNode value, int status, CancellationToken cancellationToken) =>
        WriteAsync(request, JsonCodec.ToUtf8(value), status, cancellationToken);

    /// <summary>Answers with JSON, or with what is made of it in the encoding asked for.</summary>
    public static Task WriteAsync(ApiRequest request, ReadOnlyMemory<byte> json, int status, CancellationToken cancellationToken)
    {
        request.Record?.Audit?.Answer(json);
        return BodyWriter.SendAsync(request.Context, request.Format.ContentType, status, BodyWriter.Encode(request.Format, json), cancellationToken);
    }

    /// <summary>Answers with a <c>Status</c> as JSON, or with what is made of it in the encoding asked for.</summary>
    public static Task WriteStatusAsync(ApiRequest request, byte[] json, int status, CancellationToken cancellationToken)
    {
        request.Record?.Audit?.AnswerStatus(json);
        return WriteAsync(request, json, status, cancellationToken);
    }

    private static ReadOnlyMemory<byte> Enveloped(ServedResource served, byte[] message)
    {
        var output = new ArrayBufferWriter<byte>(served.Envelope.SizeOf(message.Length));
        served.Envelope.Begin(output, message.Length);
        output.Write(message);
        Api.Codecs.Protobuf.ProtobufEnvelope.End(output);
        return output.WrittenMemory;
    }
}
