using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks volumes that the node writes files into: secrets, config maps, the downward API, and all of them projected together.</summary>
internal static class FileVolumeValidator
{
    private const long MaxMode = 511; // 0777
    private const long MinTokenSeconds = 600;
    private const long MaxTokenSeconds = 1L << 32;

    internal static void ValidateKeys(JsonObject source, string nameField, FieldPath path, FieldErrors errors)
    {
        if (source.Text(nameField).Length == 0) errors.Required(path.Child(nameField));
        ValidateMode(source, "defaultMode", path, errors);
        var at = 0;
        foreach (var item in source.Objects("items")) ValidateKey(item, path.Child("items").Item(at++), errors);
    }

    internal static void ValidateDownward(JsonObject source, FieldPath path, FieldErrors errors)
    {
        ValidateMode(source, "defaultMode", path, errors);
        foreach (var item in source.Objects("items")) ValidateDownwardFile(item, path, errors);
    }

    internal static void ValidateProjected(JsonObject volume, FieldPath path, FieldErrors errors)
    {
        ValidateMode(volume, "defaultMode", path, errors);
        var at = 0;
        foreach (var source in volume.Objects("sources"))
        {
            var below = path.Child("sources").Item(at++);
            var count = 0;
            foreach (var (field, node) in source)
            {
                if (node is not JsonObject projection) continue;
                if (count++ > 0) errors.Forbidden(below.Child(field), "may not specify more than 1 volume type");
                else ValidateProjection(field, projection, below.Child(field), errors);
            }
            if (count == 0) errors.Required(below, "must specify a volume type");
        }
    }

    private static void ValidateProjection(string type, JsonObject projection, FieldPath path, FieldErrors errors)
    {
        switch (type)
        {
            case "secret" or "configMap":
                ValidateKeys(projection, "name", path, errors);
                break;
            case "downwardAPI":
                foreach (var item in projection.Objects("items")) ValidateDownwardFile(item, path, errors);
                break;
            case "serviceAccountToken":
                ValidateToken(projection, path, errors);
                break;
        }
    }

    private static void ValidateToken(JsonObject projection, FieldPath path, FieldErrors errors)
    {
        if (projection.Integer("expirationSeconds") is { } seconds)
        {
            if (seconds < MinTokenSeconds) errors.Invalid(path.Child("expirationSeconds"), seconds, "may not specify a duration less than 10 minutes");
            else if (seconds > MaxTokenSeconds) errors.Invalid(path.Child("expirationSeconds"), seconds, "may not specify a duration larger than 2^32 seconds");
        }
        if (projection.Text("path") is { Length: > 0 } file) PathRules.LocalNonReserved(file, path.Child("path"), errors);
        else errors.Required(path.Child("path"));
    }

    private static void ValidateKey(JsonObject item, FieldPath path, FieldErrors errors)
    {
        if (item.Text("key").Length == 0) errors.Required(path.Child("key"));
        if (item.Text("path") is { Length: > 0 } file) PathRules.LocalNonReserved(file, path.Child("path"), errors);
        else errors.Required(path.Child("path"));
        ValidateMode(item, "mode", path, errors);
    }

    private static void ValidateDownwardFile(JsonObject item, FieldPath path, FieldErrors errors)
    {
        if (item.Text("path") is { Length: > 0 } file) PathRules.LocalNonReserved(file, path.Child("path"), errors);
        else errors.Required(path.Child("path"));
        var field = item.Object("fieldRef");
        var resource = item.Object("resourceFieldRef");
        if (field is not null && resource is not null) errors.Invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
        else if (field is null && resource is null) errors.Required(path, "one of fieldRef and resourceFieldRef is required");
        DownwardValidator.ValidateField(field, DownwardValidator.VolumeFields, path.Child("fieldRef"), errors);
        DownwardValidator.ValidateResource(resource, needsContainer: true, path.Child("resourceFieldRef"), errors);
        ValidateMode(item, "mode", path, errors);
    }

    private static void ValidateMode(JsonObject source, string field, FieldPath path, FieldErrors errors)
    {
        if (source.Integer(field) is { } mode and (< 0 or > MaxMode)) errors.Invalid(path.Child(field), mode, "must be a number between 0 and 0777 (octal), both inclusive");
    }
}
