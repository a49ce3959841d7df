using System.Text.Json.Nodes;
using Kite.Api.CustomResources.Rules;
using Kite.Api.CustomResources.Values;
using Kite.Api.Errors;
using Kite.Api.Json;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Checks that defaults obey the schema that they stand in and have no fields that it doesn't know.</summary>
internal sealed class DefaultsValidator
{
    private readonly MetadataReader metadata;
    private readonly FieldErrors errors;

    private DefaultsValidator(MetadataReader metadata, FieldErrors errors)
    {
        this.metadata = metadata;
        this.errors = errors;
    }

    internal static void Validate(StructuralSchema schema, FieldPath path, MetadataReader metadata, FieldErrors errors) =>
        new DefaultsValidator(metadata, errors).ValidateNode(schema.AsResource(), path, new Place(schema.AsResource(), [], false));

    private void ValidateNode(StructuralSchema schema, FieldPath path, Place place)
    {
        if (schema.IsEmbeddedResource) place = new Place(schema, [], false);
        if (schema.Default is { } value) ValidateDefault(value, schema, path.Child("default"), place);
        if (schema.Items is { } items) ValidateNode(items, path.Child("items"), place with { Steps = [.. place.Steps, null] });
        foreach (var (name, property) in schema.Properties)
        {
            var isInside = place.IsInsideMetadata || (schema.IsEmbeddedResource && Pruning.IsMetaField(name));
            ValidateNode(property, path.Child("properties").Key(name), place with { Steps = [.. place.Steps, name], IsInsideMetadata = isInside });
        }
    }

    private void ValidateDefault(JsonNode value, StructuralSchema schema, FieldPath path, Place place)
    {
        if (place.IsInsideMetadata)
        {
            if (ProblemOfMetadata(value, place) is { } problem) errors.Invalid(path, GoJson.Sorted(value), $"must result in valid metadata: {problem}");
            else ValueValidator.Validate(value, OldValue.Unknown, schema, path, errors);
            return;
        }
        var pruned = value.DeepClone();
        Pruning.Prune(pruned, schema, schema.IsEmbeddedResource);
        if (!JsonNodes.Same(pruned, value)) errors.Invalid(path, GoJson.Sorted(value), "must not have unknown fields");
        var before = errors.Count;
        EmbeddedObjects.Coerce(value.DeepClone(), schema, path, metadata, null, errors);
        if (errors.Count > before) return;
        EmbeddedObjects.Validate(value, schema, path, errors);
        if (errors.Count == before) ValueValidator.Validate(value, OldValue.Unknown, schema, path, errors);
        if (errors.Count == before && RuleNode.Compile(schema, schema.IsEmbeddedResource) is { } rules) new RuleEvaluation(errors).Evaluate(rules, value, value, Ratchet.None, path);
    }

    /// <summary>What is wrong with the object that the default of a part of its metadata makes.</summary>
    private string? ProblemOfMetadata(JsonNode value, Place place)
    {
        var node = value.DeepClone();
        for (var at = place.Steps.Count - 1; at >= 0; at--) node = place.Steps[at] is { } name ? new JsonObject { [name] = node } : new JsonArray(node);
        var whole = (JsonObject)node;
        whole.TryAdd("apiVersion", "validation/v1");
        whole.TryAdd("kind", "Validation");
        var found = new List<StatusCause>();
        EmbeddedObjects.Coerce(whole, place.Root, FieldPath.Root, metadata, null, new FieldErrors(found));
        if (found.Count == 0) EmbeddedObjects.Validate(whole, place.Root, FieldPath.Root, new FieldErrors(found));
        return found.Count == 0 ? null : string.Join(", ", found.Select(cause => $"{cause.Field}: {cause.Message}"));
    }

    /// <summary>Where a schema is, seen from the object that it is in.</summary>
    /// <param name="Root">The schema of that object.</param>
    /// <param name="Steps">The fields that lead there; null for a list's item.</param>
    /// <param name="IsInsideMetadata">True inside of its metadata, kind or version.</param>
    private sealed record Place(StructuralSchema Root, IReadOnlyList<string?> Steps, bool IsInsideMetadata);
}
