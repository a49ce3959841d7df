using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks the three lists of containers of a pod, each container and what they share: names and host ports.</summary>
internal static class ContainerListValidator
{
    private static readonly string[] NotForInit = ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] NotForEphemeral = ["ports", "lifecycle", "livenessProbe", "readinessProbe", "startupProbe", "resources", "resizePolicy"];

    internal static void Validate(JsonObject? spec, FieldPath path, IReadOnlyDictionary<string, JsonObject> volumes, FieldErrors errors)
    {
        if (spec.IsEmpty("containers")) errors.Required(path.Child("containers"));
        var grace = spec.Integer("terminationGracePeriodSeconds");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var hostPorts = new HashSet<string>(StringComparer.Ordinal);
        ForEach(spec, "containers", path, (container, below) =>
        {
            ContainerValidator.Validate(container, below, volumes, errors);
            if (!names.Add(container.Text("name"))) errors.Duplicate(below.Child("name"), container.Text("name"));
            ProbeValidator.ValidateAll(container, grace, below, errors);
            RestartPolicyValidator.Validate(container, below, errors);
            ValidateHostPorts(container, hostPorts, below, errors);
        });
        ForEach(spec, "initContainers", path, (container, below) =>
        {
            ContainerValidator.Validate(container, below, volumes, errors);
            if (!names.Add(container.Text("name"))) errors.Duplicate(below.Child("name"), container.Text("name"));
            ValidateInit(container, grace, below, errors);
            ValidateHostPorts(container, [], below, errors);
        });
        ForEach(spec, "ephemeralContainers", path, (container, below) =>
        {
            ContainerValidator.Validate(container, below, volumes, errors);
            if (!names.Add(container.Text("name"))) errors.Duplicate(below.Child("name"), container.Text("name"));
            ValidateEphemeral(container, spec!, below, errors);
        });
    }

    private static void ForEach(JsonObject? spec, string list, FieldPath path, Action<JsonObject, FieldPath> validate)
    {
        if (spec.IsEmpty(list)) return;
        var at = 0;
        foreach (var container in spec.Objects(list)) validate(container, path.Child(list).Item(at++));
    }

    private static void ValidateInit(JsonObject container, long? grace, FieldPath path, FieldErrors errors)
    {
        RestartPolicyValidator.Validate(container, path, errors);
        if (container.Text("restartPolicy") == "Always")
        {
            ProbeValidator.ValidateAll(container, grace, path, errors);
            return;
        }
        foreach (var field in NotForInit)
        {
            if (container.ContainsKey(field)) errors.Forbidden(path.Child(field), "may not be set for init containers without restartPolicy=Always");
        }
    }

    private static void ValidateEphemeral(JsonObject container, JsonObject spec, FieldPath path, FieldErrors errors)
    {
        foreach (var field in NotForEphemeral)
        {
            if (container[field] is { } node && !node.IsZero()) errors.Forbidden(path.Child(field), "cannot be set for an Ephemeral Container");
        }
        if (container.ContainsKey("restartPolicy")) errors.Forbidden(path.Child("restartPolicy"), "may not be set for ephemeral containers");
        var target = container.Text("targetContainerName");
        if (target.Length > 0 && !spec.Objects("containers").Concat(spec.Objects("initContainers")).Any(known => known.Text("name") == target))
            errors.NotFound(path.Child("targetContainerName"), target);
        var at = 0;
        foreach (var mount in container.Objects("volumeMounts"))
        {
            var below = path.Child("volumeMounts").Item(at++);
            if (mount.Text("subPath").Length > 0) errors.Forbidden(below.Child("subPath"), "cannot be set for an Ephemeral Container");
            if (mount.Text("subPathExpr").Length > 0) errors.Forbidden(below.Child("subPathExpr"), "cannot be set for an Ephemeral Container");
        }
    }

    private static void ValidateHostPorts(JsonObject container, HashSet<string> taken, FieldPath path, FieldErrors errors)
    {
        var at = 0;
        foreach (var port in container.Objects("ports"))
        {
            var below = path.Child("ports").Item(at++);
            if (port.Integer("hostPort") is not { } number || number == 0) continue;
            var binding = $"{port.Text("protocol")}/{port.Text("hostIP")}/{number}";
            if (!taken.Add(binding)) errors.Duplicate(below.Child("hostPort"), binding);
        }
    }
}
