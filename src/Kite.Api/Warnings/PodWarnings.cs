using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.Api.Validation;

namespace Kite.Api.Warnings;

/// <summary>Warns of what is odd in a pod or in the template of one.</summary>
internal static class PodWarnings
{
    private const string Seccomp = "seccomp.security.alpha.kubernetes.io/pod";

    private static readonly (string Key, string Message)[] DeadAnnotations =
    [
        ("scheduler.alpha.kubernetes.io/critical-pod", "non-functional in v1.16+; use the \"priorityClassName\" field instead"),
        ("security.alpha.kubernetes.io/sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
        ("security.alpha.kubernetes.io/unsafe-sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
    ];

    /// <summary>Warns of a pod at the root, or of a template at its path.</summary>
    internal static void Of(JsonObject? pod, FieldPath path, Action<string> warn)
    {
        if (pod.Object("spec") is not { } spec) return;
        var below = path.Child("spec");
        var annotations = pod.Object("metadata").Object("annotations");
        NodeLabelWarnings.Map(spec, "nodeSelector", below, warn);
        SchedulingWarnings.Of(spec, below, warn);
        if (annotations is { Count: > 0 }) Annotations(spec, annotations, path, warn);
        VolumeWarnings.Of(spec, below, warn);
        Repetitions(spec, "hostAliases", "ip", below, warn);
        Repetitions(spec, "imagePullSecrets", "name", below, warn);
        FractionalBytes(spec.Object("overhead"), below.Child("overhead"), warn);
        ContainerWarnings.Of(spec, annotations, below, !ReferenceEquals(path, FieldPath.Root), warn);
        PortWarnings.Of(spec, below, warn);
        if (spec.Integer("terminationGracePeriodSeconds") < 0)
            warn($"{below.Child("terminationGracePeriodSeconds")}: must be >= 0; negative values are invalid and will be treated as 1");
    }

    /// <summary>Warns of amounts of memory that are no whole bytes.</summary>
    internal static void FractionalBytes(JsonObject? amounts, FieldPath path, Action<string> warn, params ReadOnlySpan<string> names)
    {
        if (amounts is null) return;
        foreach (var name in names.IsEmpty ? ["memory", "ephemeral-storage"] : names)
        {
            if (Quantity.TryParse(amounts.TextOrNull(name), out var amount) && amount.MilliValue % 1000 != 0)
                warn($"{path.Key(name)}: fractional byte value \"{amount}\" is invalid, must be an integer");
        }
    }

    /// <summary>Warns of a name that becomes the name of pods, where it is no label.</summary>
    internal static void NameOfPods(JsonObject value, Action<string> warn)
    {
        if (Formats.Label(value.Object("metadata").Text("name")) is { } wrong)
            warn($"metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [{wrong}]");
    }

    private static void Annotations(JsonObject spec, JsonObject annotations, FieldPath path, Action<string> warn)
    {
        var below = path.Child("metadata").Child("annotations");
        foreach (var (key, message) in DeadAnnotations)
        {
            if (annotations.ContainsKey(key)) warn($"{below.Key(key)}: {message}");
        }
        if (annotations.ContainsKey(Seccomp) && spec.Object("securityContext").Object("seccompProfile") is null)
            warn($"{below.Key(Seccomp)}: non-functional in v1.27+; use the \"seccompProfile\" field instead");
    }

    private static void Repetitions(JsonObject spec, string list, string field, FieldPath path, Action<string> warn)
    {
        if (spec.IsEmpty(list)) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var item in spec.Objects(list))
        {
            var text = item.Text(field);
            var where = path.Child(list).Item(at++).Child(field);
            if (!seen.Add(text)) warn($"{where}: duplicate {field} \"{text}\"");
            if (text.Length == 0 && field == "name") warn($"{where}: invalid empty name \"\"");
        }
    }
}
