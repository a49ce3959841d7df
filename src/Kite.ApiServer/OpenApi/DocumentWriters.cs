using System.Text.Json;
using Kite.Api.Descriptions;
using Kite.Api.Schema;

namespace Kite.ApiServer.OpenApi;

/// <summary>The writers of one document, which know of each other what has been asked for.</summary>
internal sealed class DocumentWriters
{
    public DocumentWriters(SchemaTable table, IReadOnlyList<(string Group, string Version)> groupVersions, ApiDescriptions descriptions, OpenApiDialect dialect, Utf8JsonWriter writer)
    {
        Schemas = new SchemaWriter(table, descriptions, dialect, writer) { GroupVersions = groupVersions };
        Parameters = new ParameterWriter(descriptions, dialect, writer);
        Paths = new PathsWriter(table, new OperationWriter(dialect, Schemas, Parameters, writer), Parameters, writer);
    }

    public SchemaWriter Schemas { get; }

    public ParameterWriter Parameters { get; }

    public PathsWriter Paths { get; }
}
