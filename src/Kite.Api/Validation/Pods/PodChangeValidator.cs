using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks what an update of a pod changes: images and little else.</summary>
internal static class PodChangeValidator
{
    private const string Fixed = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";
    private static readonly FieldPath Spec = FieldPath.Root.Child("spec");
    private static readonly string[] ImageLists = ["containers", "initContainers"];

    internal static void Validate(JsonObject pod, JsonObject old, FieldErrors errors)
    {
        PodValidator.Validate(pod, errors);
        var spec = pod.Object("spec") ?? [];
        var before = old.Object("spec") ?? [];
        foreach (var list in ImageLists)
        {
            if (spec.Array(list)?.Count == before.Array(list)?.Count) continue;
            errors.Forbidden(Spec.Child(list), "pod updates may not add or remove containers");
            return;
        }
        ValidateDeadline(spec, before, errors);
        TolerationValidator.ValidateOnlyAdded(spec, before, Spec.Child("tolerations"), errors);
        ValidateGates(spec, before, errors);
        if (JsonNode.DeepEquals(spec, before)) return;
        if (!before.IsEmpty("schedulingGates")) GatedPodValidator.Validate(spec, before, Spec, errors);
        var allowed = WithAllowedChanges(spec, before);
        if (!JsonNode.DeepEquals(spec, allowed)) errors.Forbidden(Spec, Fixed + ObjectDiff.Of(allowed, spec));
    }

    internal static void ValidateEphemeral(JsonObject pod, JsonObject old, FieldErrors errors)
    {
        PodValidator.Validate(pod, errors);
        if (old.Object("metadata").Object("annotations")?.ContainsKey("kubernetes.io/config.mirror") == true)
        {
            errors.Forbidden(FieldPath.Root, "static pods do not support ephemeral containers");
            return;
        }
        var path = Spec.Child("ephemeralContainers");
        var now = pod.Object("spec").Objects("ephemeralContainers").ToLookup(container => container.Text("name"));
        foreach (var container in old.Object("spec").Objects("ephemeralContainers"))
        {
            var name = container.Text("name");
            if (now[name].FirstOrDefault() is not { } kept) errors.Forbidden(path, $"existing ephemeral containers \"{name}\" may not be removed\n");
            else if (!JsonNode.DeepEquals(kept, container)) errors.Forbidden(path, $"existing ephemeral containers \"{name}\" may not be changed{ObjectDiff.Of(container, kept)}");
        }
    }

    /// <summary>The stored spec with those fields taken over that an update may change.</summary>
    private static JsonObject WithAllowedChanges(JsonObject spec, JsonObject old)
    {
        var allowed = (JsonObject)old.DeepClone();
        foreach (var field in (ReadOnlySpan<string>)["activeDeadlineSeconds", "tolerations"]) Take(allowed, spec, field);
        if (old.Integer("terminationGracePeriodSeconds") < 0 && spec.Integer("terminationGracePeriodSeconds") == 1) Take(allowed, spec, "terminationGracePeriodSeconds");
        if (!old.IsEmpty("schedulingGates"))
        {
            foreach (var field in (ReadOnlySpan<string>)["schedulingGates", "nodeSelector"]) Take(allowed, spec, field);
            Take(allowed, spec, "affinity");
        }
        foreach (var list in ImageLists)
        {
            foreach (var (target, source) in allowed.Objects(list).Zip(spec.Objects(list))) Take(target, source, "image");
        }
        return allowed;
    }

    private static void Take(JsonObject target, JsonObject source, string field)
    {
        if (source[field] is { } node) target[field] = node.DeepClone();
        else target.Remove(field);
    }

    private static void ValidateDeadline(JsonObject spec, JsonObject old, FieldErrors errors)
    {
        var path = Spec.Child("activeDeadlineSeconds");
        if (old.Integer("activeDeadlineSeconds") is not { } before) return;
        if (spec.Integer("activeDeadlineSeconds") is not { } now) errors.Invalid(path, (JsonNode?)null, "must not update from a positive integer to nil value");
        else if (now > before) errors.Invalid(path, now, "must be less than or equal to previous value");
    }

    private static void ValidateGates(JsonObject spec, JsonObject old, FieldErrors errors)
    {
        var known = old.Objects("schedulingGates").Select(gate => gate.Text("name")).ToHashSet();
        var at = 0;
        foreach (var gate in spec.Objects("schedulingGates"))
        {
            var path = Spec.Child("schedulingGates").Item(at++).Child("name");
            if (!known.Contains(gate.Text("name"))) errors.Forbidden(path, $"only deletion is allowed, but found new scheduling gate '{gate.Text("name")}'");
        }
    }
}
