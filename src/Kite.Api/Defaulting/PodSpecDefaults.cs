using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Defaulting;

/// <summary>The defaults of a pod's spec, in a pod or in a template.</summary>
internal static class PodSpecDefaults
{
    private const long GraceSeconds = 30;

    /// <summary>The lists of containers in a pod's spec.</summary>
    internal static IReadOnlyList<string> ContainerLists { get; } = ["initContainers", "containers", "ephemeralContainers"];

    internal static void Apply(JsonObject spec)
    {
        spec.DefaultTo("dnsPolicy", "ClusterFirst");
        spec.DefaultTo("restartPolicy", "Always");
        spec.DefaultTo("terminationGracePeriodSeconds", GraceSeconds);
        spec.DefaultTo("schedulerName", "default-scheduler");
        spec.ObjectOrNew("securityContext");
        MirrorServiceAccount(spec);
        foreach (var volume in spec.Objects("volumes")) VolumeDefaults.Apply(volume);
        foreach (var list in ContainerLists)
        {
            foreach (var container in spec.Objects(list)) ContainerDefaults.Apply(container);
        }
    }

    /// <summary>Applies to the template of a workload, if there is one.</summary>
    internal static void ApplyToTemplate(JsonObject? holder)
    {
        if (holder.Object("template") is not { } template) return;
        template.ObjectOrNew("metadata");
        Apply(template.ObjectOrNew("spec"));
    }

    /// <summary>The account has two names, and both are always given.</summary>
    private static void MirrorServiceAccount(JsonObject spec)
    {
        var name = spec.Text("serviceAccountName");
        if (name.Length > 0) spec["serviceAccount"] = name;
        else if (spec.Text("serviceAccount") is { Length: > 0 } old) spec["serviceAccountName"] = old;
    }
}
