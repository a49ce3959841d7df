using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kite.ApiServer.CustomResources;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;
using Kite.ApiServer.Tables;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Responses;

/// <summary>Puts a <c>Table</c> around the cells that the converter makes.</summary>
internal sealed class TableWriter(ITableConverter converter, CustomTables custom)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A table of single objects, as a get or a watch event shows it.</summary>
    /// <param name="served">The resource.</param>
    /// <param name="values">The objects.</param>
    /// <param name="request">The request; <c>includeObject</c> says what rows carry besides cells.</param>
    /// <param name="withColumns">False to leave the columns out, as in all watch events but the first.</param>
    public byte[] Table(ServedResource served, IReadOnlyList<CachedObject> values, ApiRequest request, bool withColumns = true)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        Begin(buffer, served, request.Format.ViewVersion, values.Count == 1 ? ListMetadata(values[0].ResourceVersion) : ListMetadata(0), withColumns);
        for (var i = 0; i < values.Count; i++) Row(buffer, served, values[i], request, isFirst: i == 0);
        End(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes everything before the first row.</summary>
    public void Begin(IBufferWriter<byte> output, ServedResource served, string version, ReadOnlySpan<byte> metadata, bool withColumns = true)
    {
        output.Write("{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/"u8);
        output.Write(System.Text.Encoding.UTF8.GetBytes(version));
        output.Write("\",\"metadata\":"u8);
        output.Write(metadata);
        output.Write(",\"columnDefinitions\":"u8);
        output.Write(withColumns ? Columns(served).Span : "[]"u8);
        output.Write(",\"rows\":["u8);
    }

    /// <summary>Writes one row.</summary>
    public void Row(IBufferWriter<byte> output, ServedResource served, CachedObject value, ApiRequest request, bool isFirst)
    {
        output.Write(isFirst ? "{\"cells\":"u8 : ",{\"cells\":"u8);
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            if (served.Form is { } form) custom.WriteCells(form.Version, value, writer);
            else converter.WriteCells(served.Resource, value, writer);
        }
        switch (request.Query["includeObject"])
        {
            case "None":
                break;
            case "Object":
                output.Write(",\"object\":"u8);
                output.Write(value.Json.Span);
                break;
            default:
                output.Write(",\"object\":"u8);
                MetadataView.Write(output, value, request.Format.ViewVersion);
                break;
        }
        output.Write("}"u8);
    }

    /// <summary>Writes what follows the last row.</summary>
    public static void End(IBufferWriter<byte> output) => output.Write("]}"u8);

    private ReadOnlyMemory<byte> Columns(ServedResource served) => served.Form is { } form ? CustomTables.Columns(form.Version) : converter.Columns(served.Resource);

    private static byte[] ListMetadata(long revision) => revision == 0 ? "{}"u8.ToArray() : System.Text.Encoding.UTF8.GetBytes($"{{\"resourceVersion\":\"{revision}\"}}");
}
