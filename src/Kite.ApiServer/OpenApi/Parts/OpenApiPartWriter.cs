using System.Text.Json;
using Kite.Api.Codecs;
using Kite.Api.Descriptions;
using Kite.Api.Kinds;
using Kite.Api.Schema;
using Kite.ApiServer.Responses;

namespace Kite.ApiServer.OpenApi.Parts;

/// <summary>Writes parts of the version 2 document. Holds the texts of all types, so it is for one document and then disposed of.</summary>
internal sealed class OpenApiPartWriter(SchemaTable table, IReadOnlyList<(string Group, string Version)> groupVersions) : IDisposable
{
    private const int LikelyBytes = 128 * 1024;
    private readonly ApiDescriptions descriptions = ApiDescriptions.Read();

    /// <inheritdoc/>
    public void Dispose() => descriptions.Dispose();

    /// <summary>Writes the part that comes first: the server's own paths, the built-in resources, and what is shared by all.</summary>
    public OpenApiPart WriteBuiltIn(IReadOnlyList<ResourceDefinition> resources, IEnumerable<string> documents)
    {
        using var writer = Writer();
        var writers = Writers(writer);
        var paths = Section("{"u8, writer, () =>
        {
            foreach (var document in documents) ServerPaths.Write(writers.Paths, document);
            foreach (var definition in resources) writers.Paths.Write(definition);
        });
        var definitions = Section("{"u8, writer, writers.Schemas.WriteAll);
        IReadOnlyCollection<string> shared = [];
        var parameters = Section("{"u8, writer, () => shared = writers.Parameters.WriteAll());
        return new OpenApiPart([paths, definitions, parameters])
        {
            Names = [.. writers.Schemas.Written.Select(name => OpenApiDialect.V2.SchemaPrefix + name), .. shared.Select(name => OpenApiDialect.ParameterPrefix + name)],
        };
    }

    /// <summary>Writes a custom resource's part. All that its paths and schemas refer to but its own kinds is built in.</summary>
    public OpenApiPart WriteCustom(ResourceDefinition definition)
    {
        using var writer = Writer();
        var writers = Writers(writer);
        var paths = Section(","u8, writer, () => writers.Paths.Write(definition));
        writers.Schemas.NeedCustom(definition);
        var definitions = Section(","u8, writer, writers.Schemas.WriteCustom);
        return new OpenApiPart([paths, definitions, DeflatedBytes.Empty]) { Names = [.. writers.Schemas.Written.Select(name => OpenApiDialect.V2.SchemaPrefix + name)] };
    }

    /// <summary>Writes the part of another server's group version.</summary>
    /// <param name="remote">What that server says.</param>
    /// <param name="taken">References to what is in the document already.</param>
    public static OpenApiPart WriteRemote(RemoteOpenApi remote, IReadOnlySet<string> taken)
    {
        using var writer = Writer();
        using var definitions = new RemoteDefinitions(remote);
        var paths = Section(","u8, writer, () => definitions.WritePaths(writer));
        var uses = definitions.Uses();
        string[] own = [.. uses.Where(name => !taken.Contains(name))];
        return new OpenApiPart([paths, Section(","u8, writer, () => definitions.WriteDefinitions(writer, own)), Section(","u8, writer, () => definitions.WriteParameters(writer, own))])
        {
            Names = own,
            Uses = uses,
        };
    }

    private static Utf8JsonWriter Writer() => new(Stream.Null, OpenApiDocuments.WriterOptions);

    private static DeflatedBytes Section(ReadOnlySpan<byte> before, Utf8JsonWriter writer, Action write)
    {
        using var buffer = new PooledBuffer(LikelyBytes);
        writer.Reset(buffer);
        writer.WriteStartObject();
        write();
        writer.WriteEndObject();
        writer.Flush();
        var members = buffer.WrittenSpan[1..^1];
        return members.IsEmpty ? DeflatedBytes.Empty : DeflatedBytes.Of(before, members);
    }

    private DocumentWriters Writers(Utf8JsonWriter writer) => new(table, groupVersions, descriptions, OpenApiDialect.V2, writer);
}
