using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;
using Kite.ApiServer.Registry.Verbs;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Responses;

/// <summary>Answers with a list: an opening, the bytes of every object as they are held, an end.</summary>
internal sealed class ListResponse(TableWriter tables, ProtobufListWriter protobuf)
{
    private const int FlushBytes = 64 * 1024;

    /// <summary>Answers with a page.</summary>
    /// <exception cref="ApiStatusException">The view is one of single objects (<c>NotAcceptable</c>).</exception>
    public async Task WriteAsync(ApiRequest request, ServedResource served, ListPage page, long revision, CancellationToken cancellationToken)
    {
        if (request.Format is { View: ObjectView.Metadata, IsListView: false })
            throw new ApiStatusException(StatusReason.NotAcceptable, $"you requested PartialObjectMetadata, but the requested object is a list (*{served.Resource.Version}.{served.Definition.ListKind})");
        page = page with { Items = await served.ShowAllAsync(page.Items, cancellationToken) };
        var response = request.Context.Response;
        response.ContentType = request.Format.ContentType;
        response.Headers.CacheControl = "no-cache, private";
        if (request.Record?.Audit is { KeepsResponse: true } audit) audit.Answer(Whole(served, page, revision));
        if (request.Format.IsYaml || request.Format.IsPretty)
        {
            await WriteWholeAsync(request, served, page, revision, cancellationToken);
        }
        else if (WantsGzip(request, page))
        {
            response.Headers.ContentEncoding = "gzip";
            response.Headers.Vary = "Accept-Encoding";
            await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
            var writer = PipeWriter.Create(gzip, new StreamPipeWriterOptions(minimumBufferSize: FlushBytes, leaveOpen: true));
            await WriteAsync(writer, request, served, page, revision, cancellationToken);
            await writer.CompleteAsync();
        }
        else
        {
            await WriteAsync(response.BodyWriter, request, served, page, revision, cancellationToken);
        }
    }

    private async Task WriteAsync(PipeWriter output, ApiRequest request, ServedResource served, ListPage page, long revision, CancellationToken cancellationToken)
    {
        if (request.Format.Media is ResponseMedia.Protobuf)
        {
            await protobuf.WriteAsync(output, request, served, page, Metadata(page, revision), cancellationToken);
            return;
        }
        var view = request.Format.View;
        Begin(output, request, served, Metadata(page, revision));
        var isFirst = true;
        var pending = 0;
        foreach (var stored in page.Items)
        {
            var value = served.Show(stored);
            if (view == ObjectView.Table)
            {
                tables.Row(output, served, value, request, isFirst);
            }
            else
            {
                if (!isFirst) output.Write(","u8);
                if (view == ObjectView.Metadata) MetadataView.Write(output, value, request.Format.ViewVersion);
                else output.Write(value.Json.Span);
            }
            isFirst = false;
            pending += value.Json.Length;
            if (pending < FlushBytes) continue;
            pending = 0;
            if ((await output.FlushAsync(cancellationToken)).IsCompleted) return;
        }
        output.Write("]}"u8);
        await output.FlushAsync(cancellationToken);
    }

    private void Begin(PipeWriter output, ApiRequest request, ServedResource served, byte[] metadata)
    {
        if (request.Format.View == ObjectView.Table)
        {
            tables.Begin(output, served, request.Format.ViewVersion, metadata);
            return;
        }
        var (kind, apiVersion) = request.Format.View == ObjectView.Metadata
            ? ("PartialObjectMetadataList", $"meta.k8s.io/{request.Format.ViewVersion}")
            : (served.Definition.ListKind, served.Resource.ApiVersion);
        output.Write(Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":"));
        output.Write(metadata);
        output.Write(",\"items\":["u8);
    }

    private static ReadOnlyMemory<byte> Whole(ServedResource served, ListPage page, long revision)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write(Encoding.UTF8.GetBytes($"{{\"kind\":\"{served.Resource.Kind}List\",\"apiVersion\":\"{served.Resource.ApiVersion}\",\"metadata\":"));
        output.Write(Metadata(page, revision));
        output.Write(",\"items\":["u8);
        var isFirst = true;
        foreach (var stored in page.Items)
        {
            if (!isFirst) output.Write(","u8);
            isFirst = false;
            output.Write(served.Show(stored).Json.Span);
        }
        output.Write("]}"u8);
        return output.WrittenMemory;
    }

    private static byte[] Metadata(ListPage page, long revision)
    {
        if (!page.IsPartial) return Encoding.UTF8.GetBytes($"{{\"resourceVersion\":\"{revision}\"}}");
        var token = new ContinueToken(revision, page.Items.Last().Key).Encode();
        var remaining = page.Remaining > 0 ? $",\"remainingItemCount\":{page.Remaining}" : "";
        return Encoding.UTF8.GetBytes($"{{\"resourceVersion\":\"{revision}\",\"continue\":\"{token}\"{remaining}}}");
    }

    private async Task WriteWholeAsync(ApiRequest request, ServedResource served, ListPage page, long revision, CancellationToken cancellationToken)
    {
        var json = new MemoryStream();
        var writer = PipeWriter.Create(json, new StreamPipeWriterOptions(leaveOpen: true));
        await WriteAsync(writer, request, served, page, revision, cancellationToken);
        await writer.CompleteAsync();
        var body = BodyWriter.Encode(request.Format, json.GetBuffer().AsMemory(0, (int)json.Length));
        await BodyWriter.SendAsync(request.Context, request.Format.ContentType, StatusCodes.Status200OK, body, cancellationToken);
    }

    private static bool WantsGzip(ApiRequest request, ListPage page)
    {
        if (!BodyWriter.AcceptsGzip(request.Context.Request)) return false;
        long bytes = 0;
        foreach (var value in page.Items)
        {
            bytes += value.Json.Length;
            if (bytes > BodyWriter.GzipBytes) return true;
        }
        return false;
    }
}
