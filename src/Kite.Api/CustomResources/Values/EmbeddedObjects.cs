using System.Text.Json.Nodes;
using Kite.Api.Decoding;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Values;

/// <summary>Objects inside custom objects (<c>x-kubernetes-embedded-resource</c>).</summary>
internal static class EmbeddedObjects
{
    /// <summary>Brings the metadata of embedded objects into its only form, down from a value.</summary>
    /// <param name="value">The value; changed in place.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="metadata">Reads metadata.</param>
    /// <param name="unknown">Gets the paths of unknown fields, where given.</param>
    /// <param name="errors">Gets what can't be.</param>
    internal static void Coerce(JsonNode? value, StructuralSchema? schema, FieldPath path, MetadataReader metadata, ICollection<string>? unknown, FieldErrors errors)
    {
        if (schema is null) return;
        switch (value)
        {
            case JsonObject map:
                if (schema.IsEmbeddedResource) CoerceObject(map, path, metadata, unknown, errors);
                foreach (var (name, child) in map)
                {
                    if (child is not (JsonObject or JsonArray) || (schema.IsEmbeddedResource && name == "metadata")) continue;
                    if (schema.Properties.TryGetValue(name, out var property)) Coerce(child, property, path.Child(name), metadata, unknown, errors);
                    else if (schema.AdditionalProperties is { } values) Coerce(child, values, path.Key(name), metadata, unknown, errors);
                }
                break;
            case JsonArray list:
                for (var at = 0; at < list.Count; at++) Coerce(list[at], schema.Items, path.Item(at), metadata, unknown, errors);
                break;
        }
    }

    /// <summary>Checks embedded objects: they have an <c>apiVersion</c> and a <c>kind</c>, and metadata like any object's.</summary>
    internal static void Validate(JsonNode? value, StructuralSchema? schema, FieldPath path, FieldErrors errors)
    {
        if (schema is null) return;
        switch (value)
        {
            case JsonObject map:
                if (schema.IsEmbeddedResource) ValidateObject(map, path, errors);
                foreach (var (name, child) in map)
                {
                    if (child is not (JsonObject or JsonArray)) continue;
                    if (schema.Properties.TryGetValue(name, out var property)) Validate(child, property, path.Child(name), errors);
                    else if (schema.AdditionalProperties is { } values) Validate(child, values, path.Key(name), errors);
                }
                break;
            case JsonArray list:
                for (var at = 0; at < list.Count; at++) Validate(list[at], schema.Items, path.Item(at), errors);
                break;
        }
    }

    private static void CoerceObject(JsonObject map, FieldPath path, MetadataReader metadata, ICollection<string>? unknown, FieldErrors errors)
    {
        foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            if (map.TryGetPropertyValue(name, out var text) && text.AsText() is null) errors.Invalid(path.Child(name), text, "must be a string");
        }
        try
        {
            metadata.Normalize(map, path.Child("metadata").ToString(), unknown);
        }
        catch (WrongTypeException e)
        {
            errors.Invalid(path.Child("metadata"), map["metadata"] is { } sent ? GoJson.Sorted(sent) : null, e.Message);
        }
    }

    private static void ValidateObject(JsonObject map, FieldPath path, FieldErrors errors)
    {
        if (!map.ContainsKey("apiVersion")) errors.Required(path.Child("apiVersion"), "must not be empty");
        else if (map.Text("apiVersion") is var version && version.Length == 0) errors.Invalid(path.Child("apiVersion"), version, "must not be empty");
        else if (version.Count(character => character == '/') > 1) errors.Invalid(path.Child("apiVersion"), version, $"unexpected GroupVersion string: {version}");
        var kind = map.Text("kind");
        if (!map.ContainsKey("kind")) errors.Required(path.Child("kind"), "must not be empty");
        else if (kind.Length == 0) errors.Invalid(path.Child("kind"), kind, "must not be empty");
        else if (Formats.Dns1035Label(kind.ToLowerInvariant()) is { } wrong) errors.Invalid(path.Child("kind"), kind, "may have mixed case, but should otherwise match: " + wrong);
        if (map.Object("metadata") is { } metadata) ValidateMetadata(metadata, path, errors);
    }

    private static void ValidateMetadata(JsonObject metadata, FieldPath path, FieldErrors errors)
    {
        var named = (JsonObject)metadata.DeepClone();
        if (named.Text("name").Length == 0) named["name"] = "fakename";
        var found = new List<StatusCause>();
        ObjectMetaValidator.Validate(new JsonObject { ["metadata"] = named }, named.Text("namespace").Length > 0, NameRules.PathSegment, new FieldErrors(found));
        foreach (var cause in found) errors.Add(cause with { Field = ReferenceEquals(path, FieldPath.Root) ? cause.Field : $"{path}.{cause.Field}" });
    }
}
