using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Kinds.Core;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks a change of what a running pod and its containers get: CPU and memory, within the pod's quality class.</summary>
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
        ValidateWhole(spec.Object("resources"), before.Object("resources"), errors);
        ValidateInit(spec, before, errors);
        var allowed = Allowed(spec, before);
        if (errors.Count == 0 && !JsonNode.DeepEquals(spec, allowed)) errors.Forbidden(Spec, $"only cpu and memory resources are mutable{ObjectDiff.Of(allowed, spec)}");
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
            ValidateNoneRemoved(container.Object("resources"), before.Object("resources"), Spec.Child(list).Item(at++).Child("resources"), "resource", errors);
        }
    }

    private static void ValidateNoneRemoved(JsonObject? resources, JsonObject? old, FieldPath path, string what, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["requests", "limits"])
        {
            var amounts = resources.Object(field);
            if (old.TextMap(field).Any(amount => amounts?.ContainsKey(amount.Key) != true)) errors.Forbidden(path.Child(field), $"{what} {field} cannot be removed");
        }
    }

    /// <summary>What a pod asks for as a whole may come and change, but not go.</summary>
    private static void ValidateWhole(JsonObject? resources, JsonObject? old, FieldErrors errors)
    {
        if (old is not null && resources is null) errors.Forbidden(Spec.Child("resources"), "pod-level resources cannot be removed");
        else ValidateNoneRemoved(resources, old, Spec.Child("resources"), "pod-level resource", errors);
    }

    /// <summary>An init container can't begin anew.</summary>
    private static void ValidateInit(JsonObject spec, JsonObject old, FieldErrors errors)
    {
        var at = 0;
        foreach (var (container, before) in spec.Objects("initContainers").Zip(old.Objects("initContainers")))
        {
            var path = Spec.Child("initContainers").Item(at++);
            var restarts = container.Objects("resizePolicy").Any(policy => policy.Text("restartPolicy") == "RestartContainer");
            if (restarts && container.Text("restartPolicy") != "Always" && !JsonNode.DeepEquals(container, before))
                errors.Forbidden(path, "non-sidecar init containers with a resize policy of RestartContainer cannot be resized");
        }
    }

    /// <summary>The old spec with the amounts of CPU and memory taken over.</summary>
    private static JsonObject Allowed(JsonObject spec, JsonObject old)
    {
        var allowed = (JsonObject)old.DeepClone();
        foreach (var field in (ReadOnlySpan<string>)["requests", "limits"]) Take(allowed, spec, field);
        foreach (var list in Lists)
        {
            foreach (var (target, source) in allowed.Objects(list).Zip(spec.Objects(list)))
            {
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
