using System.Text.Json;
using Kite.Api.Kinds;
using Kite.Api.Schema;

namespace Kite.ApiServer.OpenApi;

/// <summary>Writes the paths of resources and of discovery, as properties of the current object.</summary>
internal sealed class PathsWriter(SchemaTable table, OperationWriter operations, ParameterWriter parameters, Utf8JsonWriter writer)
{
    /// <summary>Writes the paths of a resource.</summary>
    public void Write(ResourceDefinition definition)
    {
        foreach (var (path, found) in new ResourceOperations(definition, table).Paths()) WritePath(path, definition.Resource.Kind, found);
    }

    /// <summary>Writes a path on which something of the server itself is read.</summary>
    /// <param name="path">The path.</param>
    /// <param name="id">The operation's name.</param>
    /// <param name="tag">What groups it with others.</param>
    /// <param name="description">What it does, in words.</param>
    /// <param name="answer">What it answers.</param>
    public void WriteRead(string path, string id, string tag, string description, SchemaTarget answer) => WritePath(path, "", [new Operation("get", "", id)
    {
        Description = description,
        Tag = tag,
        Answer = answer,
        Produces = answer.Origin is SchemaOrigin.Table ? MediaTypeLists.OfObject(isCustom: false) : ["application/json"],
    }]);

    private void WritePath(string path, string kind, IReadOnlyList<Operation> found)
    {
        writer.WriteStartObject(path);
        // What all operations of a path understand is said once.
        var common = found.Skip(1).Aggregate(found[0].Queries, (names, operation) => [.. names.Intersect(operation.Queries)]);
        var hasName = path.Contains("{name}", StringComparison.Ordinal);
        var hasNamespace = path.Contains("{namespace}", StringComparison.Ordinal);
        var hasRest = path.EndsWith("{path}", StringComparison.Ordinal);
        var options = found[0].Options;
        foreach (var operation in found) operations.Write(operation, common);
        if (common.Count > 0 || options.Count > 0 || hasName || hasNamespace)
        {
            writer.WriteStartArray("parameters"u8);
            foreach (var option in options) if (!hasRest || option.Name != "path") parameters.WriteOption(option.Name, QueryParameters.TypeOf(option));
            if (hasName) parameters.WriteName(kind);
            if (hasNamespace) parameters.WriteNamespace();
            if (hasRest) parameters.WriteRest();
            foreach (var name in common) parameters.WriteQuery(name);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }
}
