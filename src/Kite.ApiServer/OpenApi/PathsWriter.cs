using System.Text.Json;
using Kite.Api.Schema;

namespace Kite.ApiServer.OpenApi;

/// <summary>Writes the paths of resources and their operations, with the parameters by which clients tell what the server understands.</summary>
internal sealed class PathsWriter(OpenApiDialect dialect, SchemaWriter schemas, Utf8JsonWriter writer)
{
    private static readonly string[] WriteParameters = ["dryRun", "fieldManager", "fieldValidation"];
    private static readonly string[] ApplyParameters = [.. WriteParameters, "force"];
    private static readonly string[] DeleteParameters = ["dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy"];
    private static readonly string[] ListParameters =
        ["allowWatchBookmarks", "continue", "fieldSelector", "labelSelector", "limit", "resourceVersion", "resourceVersionMatch", "sendInitialEvents", "timeoutSeconds", "watch"];

    private static readonly string[] PatchTypes =
        ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml"];

    /// <summary>Writes the paths of one row of the table, as properties of the current object.</summary>
    public void Write(ResourceRow row)
    {
        var root = row.Group.Length == 0 ? $"/api/{row.Version}" : $"/apis/{row.Group}/{row.Version}";
        var collection = row.IsNamespaced ? $"{root}/namespaces/{{namespace}}/{row.Resource}" : $"{root}/{row.Resource}";
        if (row.Subresource.Length > 0)
        {
            WritePath($"{collection}/{{name}}/{row.Subresource}", row, ["create", "get", "update", "patch"], hasName: true);
            return;
        }
        WritePath(collection, row, ["list", "create", "deletecollection"], hasName: false);
        WritePath($"{collection}/{{name}}", row, ["get", "update", "patch", "delete"], hasName: true);
        if (row.IsNamespaced) WritePath($"{root}/{row.Resource}", row, ["list"], hasName: false, hasNamespace: false);
    }

    private void WritePath(string path, ResourceRow row, string[] verbs, bool hasName, bool hasNamespace = true)
    {
        var served = verbs.Where(row.Verbs.Contains).ToList();
        if (served.Count == 0) return;
        writer.WriteStartObject(path);
        writer.WriteStartArray("parameters");
        if (hasName) WriteParameter("name", "path");
        if (row.IsNamespaced && hasNamespace) WriteParameter("namespace", "path");
        writer.WriteEndArray();
        foreach (var verb in served) WriteOperation(verb, row);
        writer.WriteEndObject();
    }

    private void WriteOperation(string verb, ResourceRow row)
    {
        writer.WriteStartObject(verb switch { "create" => "post", "update" => "put", "patch" => "patch", "delete" or "deletecollection" => "delete", _ => "get" });
        writer.WriteString("x-kubernetes-action", verb switch { "create" => "post", "update" => "put", _ => verb });
        WriteKind(row);
        writer.WriteStartArray("parameters");
        foreach (var name in Parameters(verb)) WriteParameter(name, "query");
        if (!dialect.IsV3 && verb is "create" or "update" or "patch") WriteBodyParameter(verb, row);
        writer.WriteEndArray();
        if (dialect.IsV3 && verb is "create" or "update" or "patch") WriteRequestBody(verb, row);
        WriteResponse(verb, row);
        writer.WriteEndObject();
    }

    private static string[] Parameters(string verb) => verb switch
    {
        "list" => ListParameters,
        "create" or "update" => WriteParameters,
        "patch" => ApplyParameters,
        "delete" => DeleteParameters,
        "deletecollection" => [.. DeleteParameters, .. ListParameters.Where(name => name != "watch")],
        _ => [],
    };

    private void WriteKind(ResourceRow row)
    {
        var slash = row.KindGroupVersion?.IndexOf('/') ?? -1;
        writer.WriteStartObject("x-kubernetes-group-version-kind");
        writer.WriteString("group", slash < 0 ? row.Group : row.KindGroupVersion![..slash]);
        writer.WriteString("kind", row.Kind);
        writer.WriteString("version", slash < 0 ? row.Version : row.KindGroupVersion![(slash + 1)..]);
        writer.WriteEndObject();
    }

    private void WriteParameter(string name, string place)
    {
        var type = name switch
        {
            "limit" or "timeoutSeconds" or "gracePeriodSeconds" => "integer",
            "watch" or "allowWatchBookmarks" or "sendInitialEvents" or "force" or "orphanDependents" => "boolean",
            _ => "string",
        };
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("in", place);
        if (place == "path") writer.WriteBoolean("required", true);
        if (dialect.IsV3) writer.WriteStartObject("schema");
        writer.WriteString("type", type);
        writer.WriteBoolean("uniqueItems", true);
        if (dialect.IsV3) writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteBodyParameter(string verb, ResourceRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("name", "body");
        writer.WriteString("in", "body");
        writer.WriteBoolean("required", true);
        WriteBodySchema(verb, row);
        writer.WriteEndObject();
    }

    private void WriteRequestBody(string verb, ResourceRow row)
    {
        writer.WriteStartObject("requestBody");
        writer.WriteStartObject("content");
        foreach (var type in verb == "patch" ? PatchTypes : ["*/*"])
        {
            writer.WriteStartObject(type);
            WriteBodySchema(verb, row);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteBodySchema(string verb, ResourceRow row)
    {
        writer.WriteStartObject("schema");
        if (verb == "patch") writer.WriteString("type", "object");
        else schemas.WriteReference(TypeName(row));
        writer.WriteEndObject();
    }

    private void WriteResponse(string verb, ResourceRow row)
    {
        writer.WriteStartObject("responses");
        writer.WriteStartObject("200");
        writer.WriteString("description", "OK");
        if (dialect.IsV3)
        {
            writer.WriteStartObject("content");
            writer.WriteStartObject("application/json");
        }
        writer.WriteStartObject("schema");
        schemas.WriteReference(verb switch
        {
            "list" => TypeName(row) + "List",
            "delete" or "deletecollection" => "meta/v1.Status",
            _ => TypeName(row),
        });
        writer.WriteEndObject();
        if (dialect.IsV3)
        {
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string TypeName(ResourceRow row)
    {
        if (row.KindGroupVersion is not { } other) return Packages.TypeName(row.Group, row.Version, row.Kind);
        var slash = other.IndexOf('/');
        return Packages.TypeName(slash < 0 ? "" : other[..slash], other[(slash + 1)..], row.Kind);
    }
}
