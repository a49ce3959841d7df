using System.Text.Json.Nodes;
using Kite.Api.CustomResources.Values;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>CustomResourceDefinitions.</summary>
internal sealed class CustomResourceDefinitionRules(KindShape shape) : KindRules(shape)
{
    private const int MaxWarnings = 50;

    /// <summary>The most errors that are told of a definition, lest the answer outgrow it.</summary>
    private const int MaxErrors = 500;

    private readonly MetadataReader metadata = new(shape.Schema.Table);

    /// <inheritdoc/>
    public override void Default(JsonObject value) => DefinitionDefaults.Fill(value);

    /// <inheritdoc/>
    public override void PrepareForCreate(JsonObject value)
    {
        base.PrepareForCreate(value);
        value["status"] = new JsonObject { ["conditions"] = new JsonArray(), ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" }, ["storedVersions"] = new JsonArray() };
        DefinitionDefaults.NoteStorage(value);
    }

    /// <inheritdoc/>
    public override void PrepareForUpdate(JsonObject value, JsonObject old, string subresource)
    {
        base.PrepareForUpdate(value, old, subresource);
        if (subresource.Length == 0) DefinitionDefaults.NoteStorage(value);
    }

    /// <inheritdoc/>
    public override void Warn(JsonObject value, JsonObject? old, Action<string> warn)
    {
        var formats = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var version in value.Object("spec").Objects("versions")) AddUnknownFormats(version.Object("schema").Object("openAPIV3Schema"), formats);
        foreach (var format in formats) warn($"unrecognized format \"{format}\"");
    }

    private static void AddUnknownFormats(JsonObject? schema, SortedSet<string> formats)
    {
        if (schema is null) return;
        SchemaWalk.Any(schema, node =>
        {
            if (node.Text("format") is { Length: > 0 } format && !StringFormats.IsRecognized(format) && formats.Count < MaxWarnings) formats.Add(format);
            return false;
        });
    }

    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var names = value.Object("spec").Object("names");
        var name = value.Object("metadata").Text("name");
        if (name.Length > 0 && name != $"{names.Text("plural")}.{value.Object("spec").Text("group")}")
            errors.Invalid(FieldPath.Root.Child("metadata").Child("name"), name, "must be spec.names.plural+\".\"+spec.group");
        ValidateDefinition(value, null, errors);
    }

    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors) => ValidateDefinition(value, old, errors);

    private void ValidateDefinition(JsonObject value, JsonObject? old, FieldErrors errors)
    {
        var found = new List<StatusCause>();
        new DefinitionValidator(value, old, metadata, new FieldErrors(found, MaxErrors)).Validate();
        foreach (var cause in found) errors.Add(cause);
    }

    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors) =>
        NamesValidator.Validate(value.Object("status").Object("acceptedNames"), FieldPath.Root.Child("status").Child("acceptedNames"), errors);
}
