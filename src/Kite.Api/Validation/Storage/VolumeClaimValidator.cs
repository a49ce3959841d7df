using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.Api.Validation.Storage;

/// <summary>Checks the spec of a persistent volume claim.</summary>
internal static class VolumeClaimValidator
{
    internal static void Validate(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        AccessModeRules.Validate(spec, "at least 1 access mode is required", path, errors);
        LabelSelectorValidator.Validate(spec.Object("selector"), path.Child("selector"), errors);
        var size = path.Child("resources").Key("storage");
        if (spec.Object("resources").Object("requests").TextOrNull("storage") is not { } storage) errors.Required(size);
        else if (Quantity.TryParse(storage, out var amount) && amount.Sign <= 0) errors.Invalid(size, storage, "must be greater than zero");
        if (spec.Text("storageClassName") is { Length: > 0 } name) errors.InvalidIf(path.Child("storageClassName"), name, Formats.Subdomain(name));
        AccessModeRules.ValidateVolumeMode(spec, path, errors);
        ValidateSources(spec, path, errors);
        if (spec.Text("volumeAttributesClassName") is { Length: > 0 } attributes) errors.InvalidIf(path.Child("volumeAttributesClassName"), attributes, Formats.Subdomain(attributes));
    }

    private static void ValidateSources(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        var source = spec.Object("dataSource");
        var reference = spec.Object("dataSourceRef");
        if (source is not null) ValidateSource(source, path.Child("dataSource"), errors);
        if (reference is null) return;
        ValidateSource(reference, path.Child("dataSourceRef"), errors);
        if (reference.Text("namespace") is { Length: > 0 } @namespace)
        {
            errors.InvalidIf(path.Child("dataSourceRef").Child("namespace"), @namespace, Formats.Label(@namespace));
            if (source is not null) errors.Invalid(path, path.Child("dataSource").ToString(), "may not be specified when dataSourceRef.namespace is specified");
        }
        else if (source is not null && !AreSame(source, reference))
        {
            errors.Invalid(path, path.Child("dataSource").ToString(), "must match dataSourceRef");
        }
    }

    private static void ValidateSource(JsonObject source, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["name", "kind"])
        {
            if (source.Text(field).Length == 0) errors.Required(path.Child(field));
        }
        var group = source.Text("apiGroup");
        if (group.Length > 0) errors.InvalidIf(path.Child("apiGroup"), group, Formats.Subdomain(group));
        else if (source.Text("kind") != "PersistentVolumeClaim") errors.Invalid(path, source.Text("kind"), "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
    }

    private static bool AreSame(JsonObject source, JsonObject reference) =>
        source.TextOrNull("apiGroup") == reference.TextOrNull("apiGroup") && source.Text("kind") == reference.Text("kind") && source.Text("name") == reference.Text("name");
}
