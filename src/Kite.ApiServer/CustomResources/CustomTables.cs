using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.CustomResources;
using Kite.Api.CustomResources.Paths;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Tables;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.CustomResources;

/// <summary>The tables of custom resources: the name, and the columns that the definition asks for.</summary>
internal sealed class CustomTables(TimeProvider time)
{
    /// <summary>The column definitions, a JSON array as UTF-8.</summary>
    public static ReadOnlyMemory<byte> Columns(CustomResourceVersion version)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartArray();
        Column.ObjectName.WriteDefinition(writer);
        foreach (var column in version.PrinterColumns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("type", column.Type);
            writer.WriteString("format", column.Format);
            writer.WriteString("description", column.Description);
            writer.WriteNumber("priority", column.Priority);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Writes one object's cells, a JSON array as long as the columns.</summary>
    public void WriteCells(CustomResourceVersion version, CachedObject value, Utf8JsonWriter writer)
    {
        var nodes = JsonCodec.ParseObject(value.Json.Span);
        writer.WriteStartArray();
        writer.WriteStringValue(value.Key.Name);
        foreach (var column in version.PrinterColumns)
        {
            if (Cell(column, nodes) is { } cell) cell.WriteTo(writer);
            else writer.WriteNullValue();
        }
        writer.WriteEndArray();
    }

    private JsonNode? Cell(PrinterColumn column, JsonObject value)
    {
        var cell = column.Cell(value);
        if (column.Type != "date" || cell.AsText() is not { } text) return cell;
        if (!Timestamps.TryParse(text, out var when)) return JsonValue.Create("<invalid>");
        return JsonValue.Create(when == default ? "<unknown>" : HumanDuration.Format(time.GetUtcNow() - when));
    }
}
