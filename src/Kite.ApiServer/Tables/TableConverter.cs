using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using Kite.Api.Codecs;
using Kite.Api.Meta;
using Kite.ApiServer.Tables.Columns;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Tables;

/// <summary>The tables of the built-in kinds; a kind without columns of its own shows name and age.</summary>
internal sealed class TableConverter(TimeProvider timeProvider) : ITableConverter
{
    private static readonly Column[] Fallback = [Column.ObjectName, Column.Age];

    private readonly FrozenDictionary<string, Column[]> columns = WorkloadColumns.All.Concat(NodeColumns.All).Concat(ServiceColumns.All).Concat(StorageColumns.All)
        .Concat(PolicyColumns.All).Concat(CoreColumns.All).Concat(RegistrationColumns.All).Concat(ClusterColumns.All).Concat(StorageDriverColumns.All).ToFrozenDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    public ReadOnlyMemory<byte> Columns(ApiResource resource)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartArray();
        foreach (var column in Of(resource)) column.WriteDefinition(writer);
        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    public void WriteCells(ApiResource resource, CachedObject value, Utf8JsonWriter writer)
    {
        using var document = JsonDocument.Parse(value.Json, JsonCodec.DocumentOptions);
        var now = timeProvider.GetUtcNow();
        writer.WriteStartArray();
        foreach (var column in Of(resource)) WriteCell(writer, column.Value(document.RootElement, now));
        writer.WriteEndArray();
    }

    private static void WriteCell(Utf8JsonWriter writer, object? cell)
    {
        switch (cell)
        {
            case long number:
                writer.WriteNumberValue(number);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private Column[] Of(ApiResource resource) => columns.GetValueOrDefault(resource.GroupResource, Fallback);
}
