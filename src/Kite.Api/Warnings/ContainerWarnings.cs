using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.Warnings;

/// <summary>Warns of what is odd in the containers of a pod.</summary>
internal static class ContainerWarnings
{
    private const string Seccomp = "container.seccomp.security.alpha.kubernetes.io/";
    private const string AppArmor = "container.apparmor.security.beta.kubernetes.io/";

    /// <summary>The lists of containers, in the order in which upstream looks at them.</summary>
    internal static IReadOnlyList<string> Lists { get; } = ["initContainers", "containers", "ephemeralContainers"];

    internal static void Of(JsonObject spec, JsonObject? annotations, FieldPath path, bool isTemplate, Action<string> warn)
    {
        foreach (var list in Lists)
        {
            if (spec.IsEmpty(list)) continue;
            var at = 0;
            foreach (var container in spec.Objects(list))
            {
                var below = path.Child(list).Item(at++);
                if (annotations is { Count: > 0 }) Profiles(spec, container, annotations, path, isTemplate, warn);
                if (container.Object("resources") is { Count: > 0 } resources)
                {
                    PodWarnings.FractionalBytes(resources.Object("limits"), below.Child("resources").Child("limits"), warn);
                    PodWarnings.FractionalBytes(resources.Object("requests"), below.Child("resources").Child("requests"), warn);
                }
                Environment(container, below.Child("env"), warn);
            }
        }
    }

    private static void Profiles(JsonObject spec, JsonObject container, JsonObject annotations, FieldPath specPath, bool isTemplate, Action<string> warn)
    {
        var at = specPath.Parent.Child("metadata").Child("annotations");
        var name = container.Text("name");
        var context = container.Object("securityContext");
        if (annotations.ContainsKey(Seccomp + name) && context.Object("seccompProfile") is null)
            warn($"{at.Key(Seccomp + name)}: non-functional in v1.27+; use the \"seccompProfile\" field instead");
        var hasProfile = spec.Object("securityContext").Object("appArmorProfile") is not null || context.Object("appArmorProfile") is not null;
        if (isTemplate && !hasProfile && annotations.ContainsKey(AppArmor + name))
            warn($"{at.Key(AppArmor + name)}: deprecated since v1.30; use the \"appArmorProfile\" field instead");
    }

    /// <summary>A variable that is defined twice, where the second doesn't build on the first.</summary>
    private static void Environment(JsonObject container, FieldPath path, Action<string> warn)
    {
        if (container.Array("env") is not { Count: > 1 }) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var variable in container.Objects("env"))
        {
            var name = variable.Text("name");
            var reference = $"$({name})";
            var value = variable.Text("value");
            if (!seen.Add(name) && (variable.ContainsKey("valueFrom") || value == reference || !value.Contains(reference, StringComparison.Ordinal)))
                warn($"{path.Item(at)}: hides previous definition of \"{name}\", which may be dropped when using apply");
            at++;
        }
    }
}
