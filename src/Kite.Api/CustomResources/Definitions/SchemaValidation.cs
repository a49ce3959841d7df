using System.Text.Json.Nodes;
using Kite.Api.CustomResources.Values;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Checks the schema of a version.</summary>
/// <param name="raw">The schema as the definition has it.</param>
/// <param name="path">Where it is.</param>
/// <param name="isUnchanged">True on an update that leaves it as it was: what single rules may cost was settled then.</param>
/// <param name="metadata">Reads the metadata of objects that are defaults.</param>
/// <param name="errors">Gets what is wrong.</param>
internal sealed class SchemaValidation(JsonObject raw, FieldPath path, bool isUnchanged, MetadataReader metadata, FieldErrors errors)
{
    private static readonly string[] NotAtRoot =
    [
        "id", "$schema", "$ref", "nullable", "default", "enum", "maxProperties", "minProperties", "allOf", "oneOf", "anyOf", "not", "additionalProperties",
        "patternProperties", "dependencies", "additionalItems", "definitions", "x-kubernetes-embedded-resource", "x-kubernetes-int-or-string",
        "x-kubernetes-list-map-keys", "x-kubernetes-list-type", "x-kubernetes-map-type",
    ];

    private const string AtRoot = "[Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations]";

    internal void Validate(bool hasStatus)
    {
        var before = errors.Count;
        if (hasStatus) ValidateRoot();
        if (raw.IsSet("nullable")) errors.Forbidden(path.Child("nullable"), "nullable cannot be true at the root");
        var unsupported = UnsupportedFields.Find(raw);
        var schema = StructuralSchema.Parse(raw);
        var isStructural = unsupported is null && ValidateStructure(schema);
        var rules = new RuleValidator(isUnchanged);
        new SchemaNodes(errors, rules).Validate(raw, isStructural ? schema : null, path);
        rules.Report(path, errors);
        if (errors.Count == before && unsupported is not null) errors.Invalid(path, "", unsupported);
    }

    private void ValidateRoot()
    {
        if (raw.TextOrNull("type") is { Length: > 0 } type and not "object")
        {
            errors.Invalid(path.Child("type"), type, "only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled");
            return;
        }
        if (NotAtRoot.Any(field => !raw[field].IsZero())) errors.Invalid(path, raw, $"only {AtRoot} fields are allowed at the root of the schema if the status subresource is enabled");
    }

    private bool ValidateStructure(StructuralSchema schema)
    {
        var found = new List<StatusCause>();
        new StructureValidator(new FieldErrors(found)).Validate(schema, path);
        if (found.Count == 0) DefaultsValidator.Validate(schema, path, metadata, new FieldErrors(found));
        foreach (var cause in found.OrderBy(cause => $"{cause.Field}: {cause.Message}", StringComparer.Ordinal)) errors.Add(cause);
        return found.Count == 0;
    }
}
