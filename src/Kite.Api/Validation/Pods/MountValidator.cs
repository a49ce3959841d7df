using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks the volumes that a container mounts, as file systems and as block devices.</summary>
internal static class MountValidator
{
    private static readonly string[] Propagations = ["Bidirectional", "HostToContainer", "None"];

    internal static void Validate(JsonObject container, IReadOnlyDictionary<string, JsonObject> volumes, FieldPath path, FieldErrors errors)
    {
        var mounted = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var mount in container.Objects("volumeMounts"))
        {
            var below = path.Child("volumeMounts").Item(at++);
            ValidateMount(mount, container, volumes, mounted, below, errors);
        }
        at = 0;
        var devices = new HashSet<string>(StringComparer.Ordinal);
        foreach (var device in container.Objects("volumeDevices")) ValidateDevice(device, volumes, mounted, devices, path.Child("volumeDevices").Item(at++), errors);
    }

    private static void ValidateMount(JsonObject mount, JsonObject container, IReadOnlyDictionary<string, JsonObject> volumes, HashSet<string> mounted, FieldPath path, FieldErrors errors)
    {
        var name = mount.Text("name");
        if (name.Length == 0) errors.Required(path.Child("name"));
        if (!volumes.TryGetValue(name, out var volume)) errors.NotFound(path.Child("name"), name);
        var target = mount.Text("mountPath");
        if (target.Length == 0) errors.Required(path.Child("mountPath"));
        if (!mounted.Add(target)) errors.Invalid(path.Child("mountPath"), target, "must be unique");
        foreach (var field in (ReadOnlySpan<string>)["subPath", "subPathExpr"])
        {
            if (mount.Text(field) is not { Length: > 0 } sub) continue;
            PathRules.LocalDescending(sub, path.Child(field), errors);
        }
        if (mount.Text("subPath").Length > 0 && mount.Text("subPathExpr") is { Length: > 0 } expression)
            errors.Invalid(path.Child("subPathExpr"), expression, "subPathExpr and subPath are mutually exclusive");
        if (mount.Text("mountPropagation") is { Length: > 0 } propagation)
        {
            if (!Propagations.Contains(propagation)) errors.NotSupported(path.Child("mountPropagation"), propagation, Propagations);
            if (propagation == "Bidirectional" && !container.Object("securityContext").IsSet("privileged"))
                errors.Forbidden(path.Child("mountPropagation"), "Bidirectional mount propagation is available only to privileged containers");
        }
        if (mount.Text("recursiveReadOnly") is "Enabled" or "IfPossible" && !mount.IsSet("readOnly"))
            errors.Forbidden(path.Child("recursiveReadOnly"), "may only be specified when readOnly is true");
    }

    private static void ValidateDevice(JsonObject device, IReadOnlyDictionary<string, JsonObject> volumes, HashSet<string> mounted, HashSet<string> devices, FieldPath path, FieldErrors errors)
    {
        var name = device.Text("name");
        if (name.Length == 0) errors.Required(path.Child("name"));
        if (!volumes.TryGetValue(name, out var volume)) errors.NotFound(path.Child("name"), name);
        else if (volume.Object("persistentVolumeClaim") is null && volume.Object("ephemeral") is null)
            errors.Invalid(path.Child("name"), name, "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
        var target = device.Text("devicePath");
        if (target.Length == 0) errors.Required(path.Child("devicePath"));
        if (!devices.Add(target)) errors.Invalid(path.Child("devicePath"), target, "must be unique");
        if (mounted.Contains(target)) errors.Invalid(path.Child("devicePath"), target, "must not already exist as a path in volumeMounts");
        if (target.Split('/').Contains("..")) errors.Invalid(path.Child("devicePath"), target, "can not contain backsteps ('..')");
    }
}
