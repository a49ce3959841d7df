using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kite.Api.Codecs;
using Kite.Api.Descriptions;
using Kite.Api.Kinds;

namespace Kite.ApiServer.OpenApi;

/// <summary>Writes the version 3 documents from the catalogue. They are rarely asked for, so nothing of them is kept.</summary>
internal sealed class OpenApiDocuments(ResourceCatalogue catalogue)
{
    /// <summary>How documents are written: for machines.</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = JsonCodec.MaxDepth };

    private const int LikelyBytes = 1 << 20;

    private readonly ResourceCatalogue catalogue = catalogue;
    private readonly (string Group, string Version)[] builtIn = BuiltInGroupVersions(catalogue);

    /// <summary>The document that a resource is in: <c>api/v1</c> or <c>apis/apps/v1</c>.</summary>
    public static string PathOf(ResourceDefinition definition) =>
        definition.Resource.Group.Length == 0 ? $"api/{definition.Resource.Version}" : $"apis/{definition.Resource.Group}/{definition.Resource.Version}";

    /// <summary>Group and version of all built-in resources.</summary>
    public static (string Group, string Version)[] BuiltInGroupVersions(ResourceCatalogue catalogue) =>
        [.. catalogue.Resources.Where(definition => definition.Custom is null).Select(definition => (definition.Resource.Group, definition.Resource.Version)).Distinct()];

    /// <summary>Writes a version 3 document.</summary>
    public void WriteV3(OpenApiDocument document, IBufferWriter<byte> output)
    {
        using var descriptions = ApiDescriptions.Read();
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        var writers = new DocumentWriters(catalogue.Schema, builtIn, descriptions, OpenApiDialect.V3, writer);
        writer.WriteStartObject();
        writer.WriteString("openapi"u8, "3.0.0"u8);
        WriteInfo(writer);
        writer.WriteStartObject("paths"u8);
        if (document.IsServers) ServerPaths.Write(writers.Paths, document.Path);
        foreach (var definition in document.Resources) Write(writers, definition);
        writer.WriteEndObject();
        writer.WriteStartObject("components"u8);
        writer.WriteStartObject("schemas"u8);
        writers.Schemas.WriteAll();
        writer.WriteEndObject();
        writer.WriteStartObject("securitySchemes"u8);
        WriteSecurity(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>A buffer that a document is likely to fit in.</summary>
    public static PooledBuffer Buffer() => new(LikelyBytes);

    /// <summary>Writes what the API is called.</summary>
    public static void WriteInfo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("info"u8);
        writer.WriteString("title"u8, "Kubernetes"u8);
        writer.WriteString("version"u8, "v1.37.0"u8);
        writer.WriteEndObject();
    }

    /// <summary>Writes how clients say who they are, as version 2 has it.</summary>
    public static void WriteSecurityV2(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("securityDefinitions"u8);
        WriteSecurity(writer);
        writer.WriteEndObject();
        writer.WriteStartArray("security"u8);
        writer.WriteStartObject();
        writer.WriteStartArray("BearerToken"u8);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteSecurity(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("BearerToken"u8);
        writer.WriteString("description"u8, "Bearer Token authentication"u8);
        writer.WriteString("in"u8, "header"u8);
        writer.WriteString("name"u8, "authorization"u8);
        writer.WriteString("type"u8, "apiKey"u8);
        writer.WriteEndObject();
    }

    private static void Write(DocumentWriters writers, ResourceDefinition definition)
    {
        if (definition.Custom is not null) writers.Schemas.NeedCustom(definition);
        writers.Paths.Write(definition);
    }
}
