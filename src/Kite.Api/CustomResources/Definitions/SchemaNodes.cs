using System.Text.Json.Nodes;
using Kite.Api.CustomResources.Values;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Checks every node of a schema: what it may say, and whether what it says fits together.</summary>
internal sealed class SchemaNodes(FieldErrors errors, RuleValidator rules)
{
    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];

    /// <summary>Checks a schema.</summary>
    /// <param name="schema">The schema as the definition has it.</param>
    /// <param name="structure">The same, parsed; null where it isn't structural, so that rules can't be checked.</param>
    /// <param name="path">Where it is.</param>
    internal void Validate(JsonObject schema, StructuralSchema? structure, FieldPath path) =>
        ValidateNode(schema, path, new SchemaContext { IsRoot = true, IsResource = true, Structure = structure, Cardinality = 1 });

    private void ValidateNode(JsonObject? schema, FieldPath path, SchemaContext context)
    {
        if (schema is null) return;
        var before = errors.Count;
        ValidateFields(schema, path, context);
        if (schema.IsSet("uniqueItems")) errors.Forbidden(path.Child("uniqueItems"), "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        ValidateMaps(schema, path, context);
        var nested = context.Below().For(null);
        ValidateNode(schema.Object("not"), path.Child("not"), nested);
        foreach (var name in (ReadOnlySpan<string>)["allOf", "oneOf", "anyOf"]) ValidateList(schema, name, path, nested);
        foreach (var name in (ReadOnlySpan<string>)["definitions", "dependencies"])
        {
            foreach (var (key, child) in schema.Object(name) ?? []) ValidateNode(child as JsonObject, path.Child(name).Key(key), nested);
        }
        var items = (schema.Text("x-kubernetes-list-type") == "map" ? context.Below() : context.BelowUncorrelatable(path)).For(context.Structure?.Items);
        ValidateNode(schema.Object("items"), path.Child("items"), items);
        ValidateList(schema, "items", path, items);
        if (schema.Flag("x-kubernetes-preserve-unknown-fields") == false) errors.Invalid(path.Child("x-kubernetes-preserve-unknown-fields"), false, "must be true or undefined");
        new ListTypeValidator(errors).Validate(schema, path);
        RuleTextValidator.Validate(schema, path, errors);
        // What is wrong with a schema makes what is wrong with its rules hard to understand.
        if (errors.Count == before) rules.Validate(context, path);
    }

    private void ValidateList(JsonObject schema, string name, FieldPath path, SchemaContext context)
    {
        var at = 0;
        foreach (var child in schema.Objects(name)) ValidateNode(child, path.Child(name).Item(at++), context);
    }

    private void ValidateMaps(JsonObject schema, FieldPath path, SchemaContext context)
    {
        var values = schema["additionalProperties"];
        if (values is not null && !schema.IsEmpty("properties") && (values is JsonObject || schema.Flag("additionalProperties") == false))
            errors.Forbidden(path.Child("additionalProperties"), "additionalProperties and properties are mutual exclusive");
        var below = context.Below().For(context.Structure?.AdditionalProperties);
        ValidateNode(values as JsonObject, path.Child("additionalProperties"), context.IsInsideMetadata ? below with { NoDefaults = "must not be set inside additionalProperties applying to object metadata" } : below);
        var isCorrelatable = schema.TextOrNull("x-kubernetes-map-type") is null or "granular" or "atomic";
        foreach (var (name, child) in schema.Object("properties") ?? [])
        {
            var inner = (isCorrelatable ? context.Below() : context.BelowUncorrelatable(path)).For(context.Structure?.Properties.GetValueOrDefault(name));
            if ((context.IsRoot || schema.IsSet("x-kubernetes-embedded-resource")) && Pruning.IsMetaField(name))
                inner = inner with { IsInsideMetadata = true, NoDefaults = context.IsRoot ? $"must not be set in top-level {name}" : inner.NoDefaults };
            ValidateNode(child as JsonObject, path.Child("properties").Key(name), inner);
        }
    }

    private void ValidateFields(JsonObject schema, FieldPath path, SchemaContext context)
    {
        var type = schema.Text("type");
        if (type.Length > 0 && !Types.Contains(type)) errors.NotSupported(path.Child("type"), type, Types);
        if (schema["default"] is not null && context.NoDefaults is { } reason) errors.Forbidden(path.Child("default"), reason);
        Forbid(schema.Text("id").Length > 0, path, "id");
        Forbid(schema["additionalItems"] is not null, path, "additionalItems");
        Forbid(!schema.IsEmpty("patternProperties"), path, "patternProperties");
        Forbid(!schema.IsEmpty("definitions"), path, "definitions");
        Forbid(schema["dependencies"] is not null, path, "dependencies");
        Forbid(schema["$ref"] is not null, path, "$ref");
        if (type == "null") errors.Forbidden(path.Child("type"), "type cannot be set to null, use nullable as an alternative");
        if (schema.Array("items") is { Count: > 0 }) errors.Forbidden(path.Child("items"), "items must be a schema object and not an array");
        if (context.IsInsideMetadata && schema.IsSet("x-kubernetes-embedded-resource")) errors.Forbidden(path.Child("x-kubernetes-embedded-resource"), "must not be used inside of resource meta");
    }

    private void Forbid(bool isThere, FieldPath path, string field)
    {
        if (isThere) errors.Forbidden(path.Child(field), $"{field} is not supported");
    }
}
