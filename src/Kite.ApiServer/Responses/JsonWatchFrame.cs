using System.Buffers;
using System.Text;
using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Responses;

/// <summary>Writes events as one JSON object per line.</summary>
internal sealed class JsonWatchFrame(TableWriter tables, ApiRequest request, ServedResource served) : IWatchFrame
{
    private bool hasColumns;

    /// <inheritdoc/>
    public string ContentType => "application/json";

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output, WatchEventType type, CachedObject stored)
    {
        output.Write(type switch
        {
            WatchEventType.Added => "{\"type\":\"ADDED\",\"object\":"u8,
            WatchEventType.Modified => "{\"type\":\"MODIFIED\",\"object\":"u8,
            _ => "{\"type\":\"DELETED\",\"object\":"u8,
        });
        var value = served.Show(stored);
        switch (request.Format.View)
        {
            case ObjectView.Table:
                output.Write(tables.Table(served, [value], request, withColumns: !hasColumns));
                hasColumns = true;
                break;
            case ObjectView.Metadata:
                MetadataView.Write(output, value, request.Format.ViewVersion);
                break;
            default:
                output.Write(value.Json.Span);
                break;
        }
        output.Write("}\n"u8);
    }

    /// <inheritdoc/>
    public void WriteError(IBufferWriter<byte> output, ApiStatusException failure)
    {
        output.Write("{\"type\":\"ERROR\",\"object\":"u8);
        output.Write(StatusJson.Failure(failure));
        output.Write("}\n"u8);
    }

    /// <inheritdoc/>
    public void WriteBookmark(IBufferWriter<byte> output, long revision, bool isInitialEnd)
    {
        var (kind, apiVersion) = request.Format.View switch
        {
            ObjectView.Table => ("Table", $"meta.k8s.io/{request.Format.ViewVersion}"),
            ObjectView.Metadata => ("PartialObjectMetadata", $"meta.k8s.io/{request.Format.ViewVersion}"),
            _ => (served.Resource.Kind, served.Resource.ApiVersion),
        };
        var annotations = isInitialEnd ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "";
        var metadata = $"{{\"resourceVersion\":\"{revision}\"{annotations}}}";
        var rows = request.Format.View != ObjectView.Table ? ""
            : $",\"columnDefinitions\":[],\"rows\":[{{\"cells\":[],\"object\":{{\"kind\":\"{served.Resource.Kind}\",\"apiVersion\":\"{served.Resource.ApiVersion}\",\"metadata\":{metadata}}}}}]";
        output.Write(Encoding.UTF8.GetBytes($"{{\"type\":\"BOOKMARK\",\"object\":{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":{metadata}{rows}}}}}\n"));
    }
}
