using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.Api.Validation.Pods;

namespace Kite.Api.Validation.Storage;

/// <summary>Checks the spec of a persistent volume, or of one that is written into a volume attachment.</summary>
internal static class PersistentVolumeValidator
{
    private const string Inline = "may not be specified in the context of inline volumes";
    private static readonly string[] ReclaimPolicies = ["Delete", "Recycle", "Retain"];

    /// <summary>The fields of the spec that say where the volume's bytes are.</summary>
    internal static IReadOnlyList<string> Sources { get; } =
    [
        "hostPath", "gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "flocker", "nfs", "rbd", "quobyte", "cephfs", "iscsi", "cinder", "fc",
        "flexVolume", "azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "scaleIO", "local", "storageos", "csi",
    ];

    internal static void Validate(JsonObject? spec, bool isInline, FieldPath path, FieldErrors errors)
    {
        if (isInline) ForbidInline(spec, path, errors);
        AccessModeRules.Validate(spec, "", path, errors);
        if (!isInline) ValidateUse(spec, path, errors);
        ValidateSource(spec, isInline, path, errors);
        if (!isInline && spec.Text("storageClassName") is { Length: > 0 } name) errors.InvalidIf(path.Child("storageClassName"), name, Formats.Subdomain(name));
        ValidateAttributes(spec, path, errors);
    }

    private static void ForbidInline(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["claimRef", "capacity", "persistentVolumeReclaimPolicy", "nodeAffinity", "storageClassName"])
        {
            if (spec?[field] is { } node && !node.IsZero()) errors.Forbidden(path.Child(field), Inline);
        }
        if (spec.Text("volumeMode") is { Length: > 0 } and not "Filesystem") errors.Forbidden(path.Child("volumeMode"), "may not specify volumeMode other than Filesystem in the context of inline volumes");
    }

    private static void ValidateUse(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        var capacity = spec.Object("capacity");
        if (spec.IsEmpty("capacity")) errors.Required(path.Child("capacity"));
        if (capacity?.ContainsKey("storage") != true || capacity.Count > 1) errors.NotSupported(path.Child("capacity"), capacity ?? [], ["storage"]);
        foreach (var (name, amount) in spec.TextMap("capacity"))
        {
            if (Quantity.TryParse(amount, out var size) && size.Sign <= 0) errors.Invalid(path.Child("capacity").Key(name), amount, "must be greater than zero");
        }
        if (spec.Text("persistentVolumeReclaimPolicy").Length > 0) ChoiceRules.Optional(spec, "persistentVolumeReclaimPolicy", ReclaimPolicies, path, errors);
        if (spec.Object("nodeAffinity") is { } affinity)
        {
            if (affinity.Object("required") is { } required) AffinityValidator.ValidateNodeSelector(required, path.Child("nodeAffinity").Child("required"), errors);
            else errors.Required(path.Child("nodeAffinity").Child("required"), "must specify required node constraints");
        }
        AccessModeRules.ValidateVolumeMode(spec, path, errors);
    }

    private static void ValidateSource(JsonObject? spec, bool isInline, FieldPath path, FieldErrors errors)
    {
        var count = 0;
        foreach (var type in Sources)
        {
            if (spec.Object(type) is not { } source) continue;
            if (count++ > 0) errors.Forbidden(path.Child(type), "may not specify more than 1 volume type");
            else VolumeValidator.ValidateSource(type, source, path.Child(type), errors);
        }
        if (count == 0) errors.Required(path, "must specify a volume type");
        if (spec.Object("local") is not null && !isInline && spec.Object("nodeAffinity") is null) errors.Required(path.Child("nodeAffinity"), "Local volume requires node affinity");
        if (spec.Object("csi") is { } csi && csi.Text("volumeHandle").Length == 0) errors.Required(path.Child("csi").Child("volumeHandle"));
        if (spec.Object("hostPath").Text("path").Trim('/').Length == 0 && spec.Object("hostPath") is not null && spec.Text("persistentVolumeReclaimPolicy") == "Recycle")
            errors.Forbidden(path.Child("persistentVolumeReclaimPolicy"), "may not be 'recycle' for a hostPath mount of '/'");
    }

    private static void ValidateAttributes(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        if (spec.TextOrNull("volumeAttributesClassName") is not { } name) return;
        if (name.Length == 0) errors.Required(path.Child("volumeAttributesClassName"), "an empty string is disallowed");
        else errors.InvalidIf(path.Child("volumeAttributesClassName"), name, Formats.Subdomain(name));
        if (spec.Object("csi") is null) errors.Required(path.Child("csi"), "has to be specified when using volumeAttributesClassName");
    }
}
