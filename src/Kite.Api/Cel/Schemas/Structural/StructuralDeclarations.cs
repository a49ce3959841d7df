using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Cel.Types;
using Kite.Api.CustomResources;

namespace Kite.Api.Cel.Schemas.Structural;

/// <summary>
/// What structural schemas declare. What has no type for expressions is left out, and so is every list, map and field of it. Sizes that the
/// schema doesn't bound are bounded by the largest request: upstream's numbers, since they decide which rules are too costly.
/// </summary>
public static class StructuralDeclarations
{
    /// <summary>The largest request that upstream takes, in bytes.</summary>
    private const long LargestRequest = 3 * 1024 * 1024;

    private const long MinText = 2;
    private const long MinDuration = 3;
    private const long MinTime = 21;
    private const long Date = 12;
    private const long MaxTime = 32;

    private static readonly SchemaDeclaration Text = new(CelType.String, MinText, LargestRequest - 2);

    /// <summary>The keys of maps, which count as empty: upstream gives their type no size.</summary>
    private static readonly SchemaDeclaration MapKey = new(CelType.String, MinText);

    /// <summary>Declares a schema; null where expressions can't see its values.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The name that its type gets where it is an object; types within are named after it.</param>
    /// <param name="isResource">True for the root of a resource, which always has <c>apiVersion</c>, <c>kind</c> and names.</param>
    public static SchemaDeclaration? Declare(StructuralSchema schema, string name, bool isResource)
    {
        if (schema.IsIntOrString) return new SchemaDeclaration(CelType.Dyn, 1, schema.MaxLength is { } length ? 4 * Bounded(length) : LargestRequest - 2);
        if (isResource) return DeclareObject(schema, name, isResource);
        return schema.Type switch
        {
            "array" => DeclareList(schema, name),
            "object" => DeclareMap(schema, name),
            "string" => DeclareText(schema),
            "boolean" => new SchemaDeclaration(CelType.Bool, 4),
            "number" => new SchemaDeclaration(CelType.Double, 1),
            "integer" => new SchemaDeclaration(CelType.Int, 1),
            _ => null,
        };
    }

    private static long Bounded(long value) => Math.Clamp(value, 0, long.MaxValue / 8);

    private static SchemaDeclaration? DeclareList(StructuralSchema schema, string name)
    {
        if (schema.Items is not { } items || Declare(items, name + ".@idx", items.IsEmbeddedResource) is not { } element) return null;
        var most = schema.MaxItems is { } given ? Bounded(given) : (LargestRequest - 2) / (element.MinSize + 1);
        return new SchemaDeclaration(CelType.ListOf(element.Type), 2, most) { Element = element };
    }

    private static SchemaDeclaration? DeclareMap(StructuralSchema schema, string name)
    {
        if (schema.AdditionalProperties is not { } values) return DeclareObject(schema, name, isResource: false);
        if (Declare(values, name + ".@elem", values.IsEmbeddedResource) is not { } element) return null;
        var most = schema.MaxProperties is { } given ? Bounded(given) : (LargestRequest - 2) / (element.MinSize + 6);
        return new SchemaDeclaration(CelType.MapOf(CelType.String, element.Type), 2, most) { Element = element, Key = MapKey };
    }

    private static SchemaDeclaration DeclareObject(StructuralSchema schema, string name, bool isResource)
    {
        var fields = new Dictionary<string, SchemaDeclaration>(StringComparer.Ordinal);
        var required = new HashSet<string>(schema.Required, StringComparer.Ordinal);
        var minSize = 2L;
        foreach (var (property, propertySchema) in schema.Properties)
        {
            var escaped = EscapedNames.Escape(property);
            if (isResource && property is "apiVersion" or "kind" or "metadata") continue;
            if (Declare(propertySchema, $"{name}.{escaped}", propertySchema.IsEmbeddedResource) is not { } declaration) continue;
            if (escaped is not null) fields[escaped] = declaration;
            if (propertySchema.Default is null && required.Contains(property)) minSize += property.Length + declaration.MinSize + 4;
        }
        if (isResource) AddMeta(fields, schema, name);
        return new SchemaDeclaration(CelType.Object(name), minSize) { Fields = fields };
    }

    /// <summary>What every resource has, whatever its schema says. Of the metadata expressions see only the names, unless the schema declares both.</summary>
    private static void AddMeta(Dictionary<string, SchemaDeclaration> fields, StructuralSchema schema, string name)
    {
        fields["apiVersion"] = IsText(schema, "apiVersion") ? DeclareText(schema.Properties["apiVersion"]) : Text;
        fields["kind"] = IsText(schema, "kind") ? DeclareText(schema.Properties["kind"]) : Text;
        var metadata = schema.Properties.GetValueOrDefault("metadata");
        if (metadata is not null && IsText(metadata, "name") && IsText(metadata, "generateName"))
        {
            fields["metadata"] = DeclareObject(metadata, name + ".metadata", isResource: false);
            return;
        }
        var names = new Dictionary<string, SchemaDeclaration>(StringComparer.Ordinal);
        foreach (var field in (ReadOnlySpan<string>)["name", "generateName"])
        {
            names[field] = metadata is not null && IsText(metadata, field) ? DeclareText(metadata.Properties[field]) : Text;
        }
        fields["metadata"] = new SchemaDeclaration(CelType.Object(name + ".metadata"), 2) { Fields = names };
    }

    private static bool IsText(StructuralSchema schema, string field) => schema.Properties.TryGetValue(field, out var property) && property.Type == "string";

    private static SchemaDeclaration DeclareText(StructuralSchema schema) => schema.Format switch
    {
        "byte" => new SchemaDeclaration(CelType.Bytes, MinText, schema.MaxLength is { } length ? Bounded(length) : LargestRequest - 2),
        "duration" => new SchemaDeclaration(CelType.Duration, MinDuration, MaxTime),
        "date" => new SchemaDeclaration(CelType.Timestamp, Date, Date),
        "date-time" => new SchemaDeclaration(CelType.Timestamp, MinTime, MaxTime),
        _ when schema.MaxLength is { } length => new SchemaDeclaration(CelType.String, MinText, 4 * Bounded(length)),
        _ when schema.Enum.Count > 0 => new SchemaDeclaration(CelType.String, MinText, schema.Enum.Max(LengthOf)),
        _ => Text,
    };

    private static long LengthOf(JsonNode? value) =>
        value?.GetValueKind() is JsonValueKind.String ? System.Text.Encoding.UTF8.GetByteCount(value.GetValue<string>()) : 0;
}
