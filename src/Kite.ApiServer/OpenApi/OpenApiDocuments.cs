using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kite.Api.Codecs;
using Kite.Api.Descriptions;
using Kite.Api.Kinds;

namespace Kite.ApiServer.OpenApi;

/// <summary>Writes the OpenAPI documents from the catalogue. They are large and rarely asked for, so nothing of them is kept.</summary>
internal sealed class OpenApiDocuments(ResourceCatalogue catalogue)
{
    /// <summary>How documents are written: for machines.</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = JsonCodec.MaxDepth };

    private const int LikelyBytes = 1 << 20;

    private readonly ResourceCatalogue catalogue = catalogue;
    private readonly (string Group, string Version)[] builtIn =
        [.. catalogue.Resources.Where(definition => definition.Custom is null).Select(definition => (definition.Resource.Group, definition.Resource.Version)).Distinct()];

    /// <summary>The document that a resource is in: <c>api/v1</c> or <c>apis/apps/v1</c>.</summary>
    public static string PathOf(ResourceDefinition definition) =>
        definition.Resource.Group.Length == 0 ? $"api/{definition.Resource.Version}" : $"apis/{definition.Resource.Group}/{definition.Resource.Version}";

    /// <summary>Writes a version 3 document.</summary>
    /// <param name="path">Which one.</param>
    /// <param name="resources">The resources that are in it.</param>
    /// <param name="output">Where to.</param>
    public void WriteV3(string path, IEnumerable<ResourceDefinition> resources, IBufferWriter<byte> output)
    {
        using var descriptions = ApiDescriptions.Read();
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        var document = new Parts(this, descriptions, OpenApiDialect.V3, writer);
        writer.WriteStartObject();
        writer.WriteString("openapi"u8, "3.0.0"u8);
        WriteInfo(writer);
        writer.WriteStartObject("paths"u8);
        ServerPaths.Write(document.Paths, path);
        foreach (var definition in resources) Write(document, definition);
        writer.WriteEndObject();
        writer.WriteStartObject("components"u8);
        writer.WriteStartObject("schemas"u8);
        document.Schemas.WriteAll();
        writer.WriteEndObject();
        writer.WriteStartObject("securitySchemes"u8);
        WriteSecurity(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes the version 2 document of everything.</summary>
    /// <param name="snapshot">What there is.</param>
    /// <param name="output">Where to.</param>
    public void WriteV2(OpenApiSnapshot snapshot, IBufferWriter<byte> output)
    {
        using var descriptions = ApiDescriptions.Read();
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        var document = new Parts(this, descriptions, OpenApiDialect.V2, writer);
        var remotes = snapshot.Remotes.Where(remote => remote.V2.Length > 0).Select(remote => new RemoteDefinitions(remote)).ToArray();
        try
        {
            writer.WriteStartObject();
            writer.WriteString("swagger"u8, "2.0"u8);
            WriteInfo(writer);
            writer.WriteStartObject("paths"u8);
            foreach (var own in snapshot.Documents.Values.Where(own => own.ApiService.Length == 0)) ServerPaths.Write(document.Paths, own.Path);
            foreach (var definition in snapshot.Resources) Write(document, definition);
            foreach (var remote in remotes) remote.WritePaths(writer);
            writer.WriteEndObject();
            writer.WriteStartObject("definitions"u8);
            document.Schemas.WriteAll();
            foreach (var remote in remotes) remote.WriteDefinitions(writer, document.Schemas.Written);
            writer.WriteEndObject();
            writer.WriteStartObject("parameters"u8);
            var parameters = document.Parameters.WriteAll();
            foreach (var remote in remotes) remote.WriteParameters(writer, parameters);
            writer.WriteEndObject();
            WriteSecurityV2(writer);
            writer.WriteEndObject();
        }
        finally
        {
            foreach (var remote in remotes) remote.Dispose();
        }
    }

    /// <summary>A buffer that a document is likely to fit in.</summary>
    public static PooledBuffer Buffer() => new(LikelyBytes);

    private static void Write(Parts document, ResourceDefinition definition)
    {
        if (definition.Custom is not null) document.Schemas.NeedCustom(definition);
        document.Paths.Write(definition);
    }

    private static void WriteInfo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("info"u8);
        writer.WriteString("title"u8, "Kubernetes"u8);
        writer.WriteString("version"u8, "v1.37.0"u8);
        writer.WriteEndObject();
    }

    private static void WriteSecurityV2(Utf8JsonWriter writer)
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

    /// <summary>The writers of one document.</summary>
    private sealed class Parts
    {
        public Parts(OpenApiDocuments owner, ApiDescriptions descriptions, OpenApiDialect dialect, Utf8JsonWriter writer)
        {
            var table = owner.catalogue.Schema;
            Schemas = new SchemaWriter(table, descriptions, dialect, writer) { GroupVersions = owner.builtIn };
            Parameters = new ParameterWriter(descriptions, dialect, writer);
            Paths = new PathsWriter(table, new OperationWriter(dialect, Schemas, Parameters, writer), Parameters, writer);
        }

        public SchemaWriter Schemas { get; }

        public ParameterWriter Parameters { get; }

        public PathsWriter Paths { get; }
    }
}
