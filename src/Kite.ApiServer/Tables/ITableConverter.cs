using System.Text.Json;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Tables;

/// <summary>The columns that <c>kubectl get</c> shows; the server puts the <c>Table</c> around them.</summary>
public interface ITableConverter
{
    /// <summary>The column definitions of a resource, a JSON array as UTF-8.</summary>
    ReadOnlyMemory<byte> Columns(ApiResource resource);

    /// <summary>Writes one object's cells, a JSON array as long as the columns.</summary>
    void WriteCells(ApiResource resource, CachedObject value, Utf8JsonWriter writer);
}
