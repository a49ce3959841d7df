using System.Text.Json.Nodes;
using Kite.Api.CustomResources.Values;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Checks a CustomResourceDefinition.</summary>
/// <remarks>
/// What all versions have in common, upstream holds once and calls <c>spec.validation</c>, <c>spec.subresources</c> and so on; messages name it so.
/// </remarks>
internal sealed class DefinitionValidator(JsonObject value, JsonObject? old, MetadataReader metadata, FieldErrors errors)
{
    private static readonly FieldPath Path = FieldPath.Root.Child("spec");
    private static readonly FieldPath VersionsPath = Path.Child("versions");
    private readonly JsonObject? spec = value.Object("spec");
    private readonly JsonObject[] versions = [.. value.Object("spec").Objects("versions")];

    internal void Validate()
    {
        ValidateGroup();
        ChoiceRules.Required(spec, "scope", ["Cluster", "Namespaced"], Path, errors);
        ValidateVersions();
        ValidateVersionNames();
        NamesValidator.Require(Names(spec), Path.Child("names"), errors);
        NamesValidator.Validate(Names(spec), Path.Child("names"), errors);
        ConversionValidator.Validate(value, old, errors);
        if (old is not null) ValidateImmutable(old);
        NamesValidator.Validate(value.Object("status").Object("acceptedNames"), FieldPath.Root.Child("status").Child("acceptedNames"), errors);
        ValidateStoredVersions();
        ApprovalValidator.Validate(value, old, errors);
        if (spec.IsSet("preserveUnknownFields") && !old.Object("spec").IsSet("preserveUnknownFields"))
            errors.Invalid(Path.Child("preserveUnknownFields"), true, "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead");
    }

    /// <summary>True where objects may have been stored, so that scope and kind can't change.</summary>
    internal static bool IsEstablished(JsonObject? definition) =>
        definition.Object("status").Objects("conditions").Any(condition => condition.Text("type") == "Established" && condition.Text("status") == "True");

    private static JsonObject? Names(JsonObject? spec) => spec.Object("names");

    private void ValidateGroup()
    {
        var group = spec.Text("group");
        if (group.Length == 0) errors.Required(Path.Child("group"));
        else if (Formats.Subdomain(group) is { } wrong) errors.Invalid(Path.Child("group"), group, wrong);
        else if (!group.Contains('.')) errors.Invalid(Path.Child("group"), group, "should be a domain with at least one dot");
    }

    private void ValidateVersions()
    {
        var isSchemaShared = IsShared("schema");
        var preserves = spec.IsSet("preserveUnknownFields");
        for (var at = 0; at < versions.Length; at++)
        {
            if (versions[at].Object("schema").Object("openAPIV3Schema") is null)
                errors.Required(VersionsPath.Item(at).Child("schema").Child("openAPIV3Schema"), "schemas are required");
        }
        for (var at = 0; at < versions.Length; at++) errors.InvalidIf(VersionsPath.Item(at).Child("name"), Name(at), Formats.Dns1035Label(Name(at)));
        for (var at = 0; at < versions.Length; at++)
        {
            ValidateDeprecation(versions[at], VersionsPath.Item(at).Child("deprecationWarning"));
            if (!isSchemaShared) ValidateSchema(versions[at], VersionsPath.Item(at).Child("schema"), preserves);
            ValidateParts(versions[at], at);
        }
        if (isSchemaShared) ValidateSchema(versions[0], Path.Child("validation"), preserves);
    }

    private void ValidateParts(JsonObject version, int at)
    {
        if (PathOf("subresources", at) is { } subresources) SubresourcesValidator.Validate(version.Object("subresources"), subresources, errors);
        if (PathOf("additionalPrinterColumns", at) is { } columns) ColumnsValidator.Validate(version, columns, errors);
        if (PathOf("selectableFields", at) is { } fields) SelectableFieldsValidator.Validate(version, fields, errors);
    }

    /// <summary>The path of a version's part; null where it is that of the first version, which is checked already.</summary>
    private FieldPath? PathOf(string part, int at) => !IsShared(part) ? VersionsPath.Item(at).Child(part) : at == 0 ? Path.Child(part) : null;

    private bool IsShared(string part) => versions.Length > 0 && versions.Skip(1).All(version => Json.JsonNodes.Same(version[part], versions[0][part]));

    private void ValidateSchema(JsonObject version, FieldPath path, bool preserves)
    {
        if (version.Object("schema").Object("openAPIV3Schema") is not { } schema) return;
        var before = old.Object("spec").Objects("versions").FirstOrDefault(known => known.Text("name") == version.Text("name"));
        var isUnchanged = before is not null && Json.JsonNodes.Same(before.Object("schema"), version.Object("schema"));
        new SchemaValidation(schema, path.Child("openAPIV3Schema"), isUnchanged, metadata, errors).Validate(version.Object("subresources").Object("status") is not null);
        if (preserves && SchemaWalk.Any(schema, node => node["default"] is not null)) errors.Invalid(Path.Child("preserveUnknownFields"), true, "must be false in order to use defaults in the schema");
    }

    private void ValidateDeprecation(JsonObject version, FieldPath path)
    {
        if (version.TextOrNull("deprecationWarning") is not { } warning) return;
        if (!version.IsSet("deprecated"))
        {
            errors.Invalid(path, warning, "can only be set for deprecated versions");
            return;
        }
        if (System.Text.Encoding.UTF8.GetByteCount(warning) > 256) errors.Invalid(path, warning, "must be <= 256 characters long");
        if (warning.Length == 0) errors.Invalid(path, warning, "must not be an empty string");
        var at = warning.AsSpan().IndexOfAnyInRange('\0', '\u001f');
        if (at >= 0) errors.Invalid(path, warning, $"must only contain printable UTF-8 characters; non-printable character found at index {at}");
    }

    private string Name(int at) => versions[at].Text("name");

    private void ValidateVersionNames()
    {
        if (versions.DistinctBy(version => version.Text("name")).Count() < versions.Length) errors.Invalid(VersionsPath, Shown(), "must contain unique version names");
        if (versions.Count(version => version.IsSet("storage")) != 1) errors.Invalid(VersionsPath, Shown(), "must have exactly one version marked as storage version");
        if (versions.Length > 0) errors.InvalidIf(Path.Child("version"), Name(0), Formats.Dns1035Label(Name(0)));
    }

    /// <summary>The versions as messages show them: without what makes them long.</summary>
    private JsonArray Shown() =>
    [
        .. versions.Select(version => (JsonNode)new JsonObject
        {
            ["Name"] = version.Text("name"),
            ["Served"] = version.IsSet("served"),
            ["Storage"] = version.IsSet("storage"),
            ["Deprecated"] = version.IsSet("deprecated"),
            ["DeprecationWarning"] = version.TextOrNull("deprecationWarning"),
            ["Schema"] = null,
            ["Subresources"] = null,
            ["AdditionalPrinterColumns"] = null,
            ["SelectableFields"] = null,
        }),
    ];

    private void ValidateImmutable(JsonObject before)
    {
        var oldSpec = before.Object("spec");
        if (IsEstablished(before))
        {
            Immutability.Field(spec, oldSpec, "scope", Path, errors);
            Immutability.Field(Names(spec), Names(oldSpec), "kind", Path.Child("names"), errors);
        }
        Immutability.Field(spec, oldSpec, "group", Path, errors);
        Immutability.Field(Names(spec), Names(oldSpec), "plural", Path.Child("names"), errors);
    }

    private void ValidateStoredVersions()
    {
        var path = FieldPath.Root.Child("status").Child("storedVersions");
        var stored = value.Object("status").Texts("storedVersions").ToArray();
        if (stored.Length == 0)
        {
            errors.Invalid(path, new JsonArray(), "must have at least one stored version");
            return;
        }
        var known = versions.Select(version => version.Text("name")).ToHashSet(StringComparer.Ordinal);
        foreach (var version in versions.Where(version => version.IsSet("storage")).Select(version => version.Text("name")))
        {
            if (!stored.Contains(version)) errors.Invalid(path, new JsonArray([.. stored.Select(name => JsonValue.Create(name))]), "must have the storage version " + version);
        }
        for (var at = 0; at < stored.Length; at++)
        {
            var name = stored[at];
            if (!known.Contains(name))
                errors.Invalid(path.Item(at), name, $"missing from spec.versions; {name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in {name} and removes {name} from status.storedVersions");
        }
    }
}
