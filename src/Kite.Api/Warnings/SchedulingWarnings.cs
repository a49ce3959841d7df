using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.Warnings;

/// <summary>Warns of rules for placing a pod that match nothing, or use old labels.</summary>
internal static class SchedulingWarnings
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";
    private const string NullSelector = "a null labelSelector results in matching no pod";

    internal static void Of(JsonObject spec, FieldPath path, Action<string> warn)
    {
        var at = 0;
        foreach (var constraint in spec.Objects("topologySpreadConstraints"))
        {
            var below = path.Child("topologySpreadConstraints").Item(at++);
            var key = constraint.Text("topologyKey");
            if (NodeLabelWarnings.Of(key) is { } message) warn($"{below.Child("topologyKey")}: {key} is {message}");
            if (constraint.Object("labelSelector") is null) warn($"{below.Child("labelSelector")}: {NullSelector}");
        }
        if (spec.Object("affinity") is not { } affinity) return;
        Nodes(affinity.Object("nodeAffinity"), path.Child("affinity").Child("nodeAffinity"), warn);
        Pods(affinity.Object("podAffinity"), path.Child("affinity").Child("podAffinity"), warn);
        Pods(affinity.Object("podAntiAffinity"), path.Child("affinity").Child("podAntiAffinity"), warn);
    }

    private static void Nodes(JsonObject? affinity, FieldPath path, Action<string> warn)
    {
        var at = 0;
        foreach (var term in affinity.Object(Required).Objects("nodeSelectorTerms")) NodeLabelWarnings.Term(term, path.Child(Required).Child("nodeSelectorTerms").Item(at++), warn);
        at = 0;
        foreach (var term in affinity.Objects(Preferred)) NodeLabelWarnings.Term(term.Object("preference"), path.Child(Preferred).Item(at++).Child("preference"), warn);
    }

    private static void Pods(JsonObject? affinity, FieldPath path, Action<string> warn)
    {
        var at = 0;
        foreach (var term in affinity.Objects(Required))
        {
            if (term.Object("labelSelector") is null) warn($"{path.Child(Required).Item(at).Child("labelSelector")}: {NullSelector}");
            at++;
        }
        at = 0;
        foreach (var term in affinity.Objects(Preferred))
        {
            if (term.Object("podAffinityTerm").Object("labelSelector") is null)
                warn($"{path.Child(Preferred).Item(at).Child("podAffinityTerm").Child("labelSelector")}: {NullSelector}");
            at++;
        }
    }
}
