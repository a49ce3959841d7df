using System.Text.Json.Nodes;
using Kite.Api.Cel.Schemas;
using Kite.Api.Cel.Schemas.Structural;
using Kite.Api.CustomResources;
using Kite.Api.Kinds;

namespace Kite.Api.Admission.TypeChecking;

/// <summary>Declares kinds by their OpenAPI documents, with references followed.</summary>
internal sealed class PublishedSchemas
{
    private const string Prefix = "#/components/schemas/";

    /// <summary>Documents of others may refer to themselves without end; the largest of built-in kinds come to a tenth of this.</summary>
    private const int MostNodes = 200_000;

    private readonly JsonObject schemas;
    private readonly HashSet<string> followed = new(StringComparer.Ordinal);
    private int nodes;

    private PublishedSchemas(JsonObject schemas) => this.schemas = schemas;

    /// <summary>Declares a kind; null where the document doesn't describe it.</summary>
    internal static SchemaDeclaration? Declare(JsonObject document, string group, string version, string kind)
    {
        if (document.Object("components").Object("schemas") is not { } schemas) return null;
        foreach (var (name, value) in schemas)
        {
            if (value is not JsonObject schema || !schema.Objects("x-kubernetes-group-version-kind").Any(found => found.Text("group") == group && found.Text("version") == version && found.Text("kind") == kind)) continue;
            return new PublishedSchemas(schemas).Resolve(schema) is { } whole ? StructuralDeclarations.Declare(StructuralSchema.Parse(whole), name, isResource: true) : null;
        }
        return null;
    }

    /// <summary>The schema with every reference replaced by what it leads to, but those that lead back; null where that has no end.</summary>
    private JsonObject? Resolve(JsonObject schema)
    {
        if (++nodes > MostNodes) return null;
        if (ReferenceOf(schema) is { } reference)
        {
            var name = reference.StartsWith(Prefix, StringComparison.Ordinal) ? reference[Prefix.Length..] : "";
            if (schemas.Object(name) is not { } target || !followed.Add(name)) return [];
            var resolved = Resolve(target);
            followed.Remove(name);
            return resolved;
        }
        var whole = new JsonObject();
        foreach (var (key, value) in schema)
        {
            switch (key)
            {
                case "properties" when value is JsonObject properties:
                    var named = new JsonObject();
                    foreach (var (name, property) in properties)
                    {
                        if (property is not JsonObject nested) continue;
                        if (Resolve(nested) is not { } found) return null;
                        named[name] = found;
                    }
                    whole[key] = named;
                    break;
                case "items" or "additionalProperties" when value is JsonObject nested:
                    if (Resolve(nested) is not { } element) return null;
                    whole[key] = element;
                    break;
                default:
                    whole[key] = value?.DeepClone();
                    break;
            }
        }
        return whole;
    }

    /// <summary>Where a schema is nothing but a reference: alone, or kept apart from what is said beside it.</summary>
    private static string? ReferenceOf(JsonObject schema)
    {
        if (schema.TextOrNull("$ref") is { } reference) return reference;
        return !schema.ContainsKey("type") && schema.Array("allOf") is [JsonObject only] ? only.TextOrNull("$ref") : null;
    }
}
