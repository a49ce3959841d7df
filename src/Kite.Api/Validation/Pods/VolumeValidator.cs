using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks a pod's volumes.</summary>
internal static class VolumeValidator
{
    private static readonly string[] HostPathTypes = ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];

    /// <summary>What the sources that need no closer look can't do without.</summary>
    private static readonly Dictionary<string, string[]> RequiredFields = new(StringComparer.Ordinal)
    {
        ["gitRepo"] = ["repository"],
        ["nfs"] = ["server", "path"],
        ["persistentVolumeClaim"] = ["claimName"],
        ["iscsi"] = ["targetPortal", "iqn"],
        ["glusterfs"] = ["endpoints", "path"],
        ["rbd"] = ["image"],
        ["cinder"] = ["volumeID"],
        ["gcePersistentDisk"] = ["pdName"],
        ["awsElasticBlockStore"] = ["volumeID"],
        ["azureFile"] = ["secretName", "shareName"],
        ["vsphereVolume"] = ["volumePath"],
        ["portworxVolume"] = ["volumeID"],
        ["flexVolume"] = ["driver"],
        ["csi"] = ["driver"],
        ["image"] = ["reference"],
        ["local"] = ["path"],
    };

    /// <summary>Checks the volumes and answers them by name.</summary>
    internal static IReadOnlyDictionary<string, JsonObject> Validate(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        var byName = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        var at = 0;
        foreach (var volume in spec.Objects("volumes"))
        {
            var below = path.Item(at++);
            ValidateSource(volume, below, errors);
            var name = volume.Text("name");
            if (name.Length == 0) errors.Required(below.Child("name"));
            else if (Formats.Label(name) is { } wrong) errors.Invalid(below.Child("name"), name, wrong);
            else if (!byName.TryAdd(name, volume)) errors.Duplicate(below.Child("name"), name);
        }
        return byName;
    }

    private static void ValidateSource(JsonObject volume, FieldPath path, FieldErrors errors)
    {
        var count = 0;
        foreach (var (field, node) in volume)
        {
            if (field == "name" || node is not JsonObject source) continue;
            if (count++ > 0) errors.Forbidden(path.Child(field), "may not specify more than 1 volume type");
            else ValidateSource(field, source, path.Child(field), errors);
        }
        if (count == 0) errors.Required(path, "must specify a volume type");
    }

    /// <summary>Checks one source by its type, such as <c>hostPath</c>.</summary>
    internal static void ValidateSource(string type, JsonObject source, FieldPath path, FieldErrors errors)
    {
        if (RequiredFields.TryGetValue(type, out var fields))
        {
            foreach (var field in fields)
            {
                if (source.Text(field).Length == 0) errors.Required(path.Child(field));
            }
        }
        switch (type)
        {
            case "hostPath":
                ValidateHostPath(source, path, errors);
                break;
            case "emptyDir":
                if (source.TextOrNull("sizeLimit") is { } limit && Quantity.TryParse(limit, out var size) && size.Sign < 0)
                    errors.Forbidden(path.Child("sizeLimit"), "SizeLimit field must be a valid resource quantity");
                break;
            case "nfs":
                if (source.Text("path") is { Length: > 0 } export && !export.StartsWith('/')) errors.Invalid(path.Child("path"), export, "must be an absolute path");
                break;
            case "secret":
                FileVolumeValidator.ValidateKeys(source, "secretName", path, errors);
                break;
            case "configMap":
                FileVolumeValidator.ValidateKeys(source, "name", path, errors);
                break;
            case "downwardAPI":
                FileVolumeValidator.ValidateDownward(source, path, errors);
                break;
            case "projected":
                FileVolumeValidator.ValidateProjected(source, path, errors);
                break;
            case "ephemeral":
                if (source.Object("volumeClaimTemplate") is null) errors.Required(path.Child("volumeClaimTemplate"));
                break;
        }
    }

    private static void ValidateHostPath(JsonObject source, FieldPath path, FieldErrors errors)
    {
        var host = source.Text("path");
        if (host.Length == 0)
        {
            errors.Required(path.Child("path"));
            return;
        }
        PathRules.NoBacksteps(host, path.Child("path"), errors);
        if (!HostPathTypes.Contains(source.Text("type"))) errors.NotSupported(path.Child("type"), source.Text("type"), HostPathTypes);
    }
}
