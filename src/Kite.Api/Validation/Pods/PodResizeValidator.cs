using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Kinds.Core;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks a change of what a running pod's containers get: CPU and memory, within the pod's quality class.</summary>
internal static class PodResizeValidator
{
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";
    private static readonly FieldPath Spec = FieldPath.Root.Child("spec");
    private static readonly string[] Lists = ["initContainers", "containers"];
    private static readonly string[] Resizable = ["cpu", "memory"];

    internal static void Validate(JsonObject pod, JsonObject old, FieldErrors errors)
    {
        PodValidator.Validate(pod, errors);
        var spec = pod.Object("spec") ?? [];
        var before = old.Object("spec") ?? [];
        if (old.Object("metadata").Object("annotations")?.ContainsKey(MirrorAnnotation) == true) errors.Forbidden(FieldPath.Root, "static pods cannot be resized");
        if (before.Object("os").Text("name") == "windows") errors.Forbidden(FieldPath.Root, "windows pods cannot be resized");
        var quality = old.Object("status").Text("qosClass");
        if (quality.Length > 0 && quality != QualityOfService.Of(spec)) errors.Invalid(Spec, quality, "Pod QOS Class may not change as a result of resizing");
        if (!IsSupported(old)) errors.Forbidden(Spec, "Pod running on node without support for resize");
        if (!HaveSameOrder(spec, before, errors)) return;
        foreach (var list in Lists) ValidateNoneRemoved(spec, before, list, errors);
        if (before.Object("resources") is { } whole) ValidateNoneRemoved(spec.Object("resources"), whole, Spec.Child("resources"), errors);
        var allowed = Allowed(spec, before);
        if (!JsonNode.DeepEquals(spec, allowed)) errors.Forbidden(Spec, $"only cpu and memory resources are mutable{ObjectDiff.Of(allowed, spec)}");
    }

    /// <summary>A node that can resize reports what running containers have.</summary>
    private static bool IsSupported(JsonObject pod) => pod.Object("status").Objects("containerStatuses")
        .All(status => status.Object("state").Object("running") is null || status.Object("resources") is not null);

    private static bool HaveSameOrder(JsonObject spec, JsonObject old, FieldErrors errors)
    {
        var count = errors.Count;
        foreach (var list in Lists)
        {
            if ((spec.Array(list)?.Count ?? 0) != (old.Array(list)?.Count ?? 0))
            {
                errors.Forbidden(Spec.Child(list), "containers may not be added or removed on resize");
                continue;
            }
            var at = 0;
            foreach (var (container, before) in spec.Objects(list).Zip(old.Objects(list)))
            {
                if (container.Text("name") != before.Text("name")) errors.Forbidden(Spec.Child(list).Item(at).Child("name"), "containers may not be renamed or reordered on resize");
                at++;
            }
        }
        return errors.Count == count;
    }

    private static void ValidateNoneRemoved(JsonObject spec, JsonObject old, string list, FieldErrors errors)
    {
        var at = 0;
        foreach (var (container, before) in spec.Objects(list).Zip(old.Objects(list)))
        {
            ValidateNoneRemoved(container.Object("resources"), before.Object("resources"), Spec.Child(list).Item(at++).Child("resources"), errors);
        }
    }

    private static void ValidateNoneRemoved(JsonObject? resources, JsonObject? old, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["requests", "limits"])
        {
            var amounts = resources.Object(field);
            if (old.TextMap(field).Any(amount => amounts?.ContainsKey(amount.Key) != true)) errors.Forbidden(path.Child(field), $"resource {field} cannot be removed");
        }
    }

    /// <summary>The old spec with the amounts of CPU and memory taken over.</summary>
    private static JsonObject Allowed(JsonObject spec, JsonObject old)
    {
        var allowed = (JsonObject)old.DeepClone();
        // A pod that never said what it needs as a whole doesn't begin to.
        if (allowed.Object("resources") is not null)
            foreach (var field in (ReadOnlySpan<string>)["requests", "limits"]) Take(allowed, spec, field);
        foreach (var list in Lists)
        {
            foreach (var (target, source) in allowed.Objects(list).Zip(spec.Objects(list)))
            {
                if (list == "initContainers" && target.Text("restartPolicy") != "Always") continue;
                foreach (var field in (ReadOnlySpan<string>)["requests", "limits"]) Take(target, source, field);
            }
        }
        return allowed;
    }

    private static void Take(JsonObject target, JsonObject source, string field)
    {
        var amounts = source.Object("resources").Object(field);
        foreach (var name in Resizable)
        {
            if (amounts?[name] is { } amount) target.ObjectOrNew("resources").ObjectOrNew(field)[name] = amount.DeepClone();
            else target.Object("resources").Object(field)?.Remove(name);
        }
        if (amounts is null && target.Object("resources").IsEmpty(field)) target.Object("resources")?.Remove(field);
    }
}
