using System.Buffers;
using System.Text.Json;
using Kite.Api.Schema;

namespace Kite.ApiServer.OpenApi;

/// <summary>Writes the OpenAPI documents from the tables of types and resources.</summary>
internal sealed class OpenApiDocuments(SchemaTable table, IReadOnlyList<ResourceRow> rows)
{
    /// <summary>The paths of the version 3 documents by group version, such as <c>api/v1</c> and <c>apis/apps/v1</c>.</summary>
    public IReadOnlyList<string> GroupVersions { get; } = [.. rows.Select(PathOf).Distinct()];

    /// <summary>The index of the version 3 documents.</summary>
    /// <param name="hash">What changes when a document does; it becomes part of the documents' addresses.</param>
    public byte[] Index(string hash) => Write(writer =>
    {
        writer.WriteStartObject("paths");
        foreach (var path in GroupVersions)
        {
            writer.WriteStartObject(path);
            writer.WriteString("serverRelativeURL", $"/openapi/v3/{path}?hash={hash}");
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    });

    /// <summary>The version 3 document of a group version.</summary>
    public byte[] V3(string groupVersion) => Write(writer =>
    {
        writer.WriteString("openapi", "3.0.0");
        WriteInfo(writer);
        var schemas = new SchemaWriter(table, OpenApiDialect.V3, writer);
        var paths = new PathsWriter(OpenApiDialect.V3, schemas, writer);
        writer.WriteStartObject("paths");
        foreach (var row in rows.Where(row => PathOf(row) == groupVersion)) paths.Write(row);
        writer.WriteEndObject();
        writer.WriteStartObject("components");
        writer.WriteStartObject("schemas");
        schemas.WriteAll();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>The version 2 document of everything.</summary>
    public byte[] V2() => Write(writer =>
    {
        writer.WriteString("swagger", "2.0");
        WriteInfo(writer);
        var schemas = new SchemaWriter(table, OpenApiDialect.V2, writer);
        var paths = new PathsWriter(OpenApiDialect.V2, schemas, writer);
        writer.WriteStartObject("paths");
        foreach (var row in rows) paths.Write(row);
        writer.WriteEndObject();
        writer.WriteStartObject("definitions");
        schemas.WriteAll();
        writer.WriteEndObject();
    });

    private static string PathOf(ResourceRow row) => row.Group.Length == 0 ? $"api/{row.Version}" : $"apis/{row.Group}/{row.Version}";

    private static void WriteInfo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("info");
        writer.WriteString("title", "Kubernetes");
        writer.WriteString("version", "v1.37.0");
        writer.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
