using System.Buffers;
using System.IO.Pipelines;
using Kite.Api.Codecs.Protobuf;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;

namespace Kite.ApiServer.Responses;

/// <summary>Writes lists in protobuf: the message of every object as it is kept, with a few bytes around them.</summary>
internal sealed class ProtobufListWriter(ProtobufForms forms)
{
    private const int FlushBytes = 64 * 1024;

    /// <summary>Writes a page.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="request">The request.</param>
    /// <param name="served">The resource.</param>
    /// <param name="page">The objects.</param>
    /// <param name="metadata">The list's metadata as JSON.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task WriteAsync(PipeWriter output, ApiRequest request, ServedResource served, ListPage page, byte[] metadata, CancellationToken cancellationToken)
    {
        var isMetadata = request.Format.View is ObjectView.Metadata;
        var listMetadata = forms.ListMetadata(metadata);
        // The length of all comes first, so that every message has to be there before the first byte goes out.
        var items = page.Items.Select(item => isMetadata ? forms.MetadataOf(served, item) : forms.Of(served, item)).ToArray();
        var length = items.Aggregate((long)ProtobufEnvelope.SizeOfField(listMetadata.Length), (sum, item) => sum + ProtobufEnvelope.SizeOfField(item.Length));
        var envelope = isMetadata
            ? new ProtobufEnvelope($"meta.k8s.io/{request.Format.ViewVersion}", "PartialObjectMetadataList")
            : new ProtobufEnvelope(served.Resource.ApiVersion, served.Resource.Kind + "List");
        envelope.Begin(output, checked((int)length));
        ProtobufEnvelope.WriteField(output, 1, listMetadata.Length);
        output.Write(listMetadata);
        var pending = 0;
        foreach (var item in items)
        {
            ProtobufEnvelope.WriteField(output, 2, item.Length);
            output.Write(item);
            pending += item.Length;
            if (pending < FlushBytes) continue;
            pending = 0;
            if ((await output.FlushAsync(cancellationToken)).IsCompleted) return;
        }
        ProtobufEnvelope.End(output);
        await output.FlushAsync(cancellationToken);
    }
}
