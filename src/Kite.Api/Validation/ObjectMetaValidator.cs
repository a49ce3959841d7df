using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks the metadata of any object.</summary>
internal static class ObjectMetaValidator
{
    private const int MaxAnnotationBytes = 256 * 1024;
    private const int MaxFieldManager = 128;
    private static readonly FieldPath Meta = FieldPath.Root.Child("metadata");

    /// <summary>Fields that never change once an object exists.</summary>
    private static readonly string[] Immutable = ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"];

    internal static void Validate(JsonObject value, bool isNamespaced, NameRule rule, FieldErrors errors)
    {
        var metadata = value.Object("metadata");
        var prefix = metadata.Text("generateName");
        if (prefix.Length > 0) errors.InvalidIf(Meta.Child("generateName"), prefix, rule(prefix, true));
        var name = metadata.Text("name");
        if (name.Length == 0) errors.Required(Meta.Child("name"), "name or generateName is required");
        else errors.InvalidIf(Meta.Child("name"), name, rule(name, false));
        ValidateNamespace(metadata.Text("namespace"), isNamespaced, errors);
        ValidateContent(metadata, errors);
    }

    internal static void ValidateUpdate(JsonObject value, JsonObject old, FieldErrors errors)
    {
        var metadata = value.Object("metadata");
        var before = old.Object("metadata");
        if (before.Text("deletionTimestamp").Length > 0)
        {
            var added = metadata.Texts("finalizers").Except(before.Texts("finalizers")).Order(StringComparer.Ordinal).ToArray();
            if (added.Length > 0)
                errors.Forbidden(Meta.Child("finalizers"), $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(name => $"\"{name}\""))}}}");
        }
        foreach (var field in Immutable)
        {
            if (!JsonNode.DeepEquals(metadata?[field], before?[field])) errors.Invalid(Meta.Child(field), metadata?[field] ?? "", "field is immutable");
        }
        ValidateContent(metadata, errors);
    }

    internal static void ValidateLabels(JsonObject? holder, FieldPath path, FieldErrors errors, string field = "labels")
    {
        foreach (var (key, value) in holder.TextMap(field))
        {
            errors.InvalidIf(path.Child(field), key, Formats.QualifiedName(key));
            errors.InvalidIf(path.Child(field), value, Formats.LabelValue(value));
        }
    }

    internal static void ValidateAnnotations(JsonObject? metadata, FieldPath path, FieldErrors errors)
    {
        var size = 0;
        foreach (var (key, value) in metadata.TextMap("annotations"))
        {
            if (Formats.QualifiedName(key) is not null) errors.InvalidIf(path.Child("annotations"), key, Formats.QualifiedName(key.ToLowerInvariant()));
            size += System.Text.Encoding.UTF8.GetByteCount(key) + System.Text.Encoding.UTF8.GetByteCount(value);
        }
        if (size > MaxAnnotationBytes) errors.TooLong(path.Child("annotations"), MaxAnnotationBytes);
    }

    private static void ValidateNamespace(string name, bool isNamespaced, FieldErrors errors)
    {
        if (!isNamespaced)
        {
            if (name.Length > 0) errors.Forbidden(Meta.Child("namespace"), "not allowed on this type");
            return;
        }
        if (name.Length == 0) errors.Required(Meta.Child("namespace"));
        else errors.InvalidIf(Meta.Child("namespace"), name, Formats.Label(name));
    }

    private static void ValidateContent(JsonObject? metadata, FieldErrors errors)
    {
        ValidateLabels(metadata, Meta, errors);
        ValidateAnnotations(metadata, Meta, errors);
        ValidateOwners(metadata, errors);
        var finalizers = metadata.Texts("finalizers").ToArray();
        foreach (var finalizer in finalizers) errors.InvalidIf(Meta.Child("finalizers"), finalizer, Formats.QualifiedName(finalizer));
        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion"))
            errors.Invalid(Meta.Child("finalizers"), metadata!["finalizers"], "finalizer orphan and foregroundDeletion cannot be both set");
        ValidateManagedFields(metadata, errors);
    }

    private static void ValidateOwners(JsonObject? metadata, FieldErrors errors)
    {
        var path = Meta.Child("ownerReferences");
        string? controller = null;
        foreach (var owner in metadata.Objects("ownerReferences"))
        {
            if (owner.Text("apiVersion").Length == 0) errors.Invalid(path.Child("apiVersion"), "", "version must not be empty");
            foreach (var field in (ReadOnlySpan<string>)["kind", "name", "uid"])
            {
                if (owner.Text(field).Length == 0) errors.Invalid(path.Child(field), "", "must not be empty");
            }
            if (owner.Text("apiVersion") == "v1" && owner.Text("kind") == "Event") errors.Invalid(path, owner, "/v1, Kind=Event is disallowed from being an owner");
            if (!owner.IsSet("controller")) continue;
            var name = $"{owner.Text("kind")}/{owner.Text("name")}";
            if (controller is null) controller = name;
            else errors.Invalid(path, metadata!["ownerReferences"], $"Only one reference can have Controller set to true. Found \"true\" in references for {controller} and {name}");
        }
    }

    private static void ValidateManagedFields(JsonObject? metadata, FieldErrors errors)
    {
        var at = 0;
        foreach (var entry in metadata.Objects("managedFields"))
        {
            var path = Meta.Child("managedFields").Item(at++);
            if (entry.Text("operation") is not ("Apply" or "Update")) errors.Invalid(path.Child("operation"), entry.Text("operation"), "must be `Apply` or `Update`");
            if (entry.Text("fieldsType") is not ("" or "FieldsV1")) errors.Invalid(path.Child("fieldsType"), entry.Text("fieldsType"), "must be `FieldsV1`");
            if (entry.Text("manager").Length > MaxFieldManager) errors.TooLong(path.Child("manager"), MaxFieldManager);
        }
    }
}
