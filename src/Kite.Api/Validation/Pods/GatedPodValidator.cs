using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks how a pod that waits at its scheduling gates narrows down where it may run: by additions only.</summary>
internal static class GatedPodValidator
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string OnlyAdditions = "only additions are allowed (no mutations or deletions)";

    internal static void Validate(JsonObject spec, JsonObject old, FieldPath path, FieldErrors errors)
    {
        if (old.TextMap("nodeSelector").Any(pair => spec.Object("nodeSelector").TextOrNull(pair.Key) != pair.Value))
            errors.Invalid(path.Child("nodeSelector"), spec["nodeSelector"] ?? new JsonObject(), "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
        if (!SameButNodes(spec, old)) errors.Forbidden(path.Child("affinity"), "only the node affinity of a gated pod may change");
        ValidateTerms(spec, old, path.Child("affinity").Child("nodeAffinity").Child(Required), errors);
    }

    private static bool SameButNodes(JsonObject spec, JsonObject old)
    {
        var now = spec.Object("affinity");
        var before = old.Object("affinity");
        return JsonNode.DeepEquals(now?["podAffinity"], before?["podAffinity"]) && JsonNode.DeepEquals(now?["podAntiAffinity"], before?["podAntiAffinity"]);
    }

    private static void ValidateTerms(JsonObject spec, JsonObject old, FieldPath path, FieldErrors errors)
    {
        var before = old.Object("affinity").Object("nodeAffinity").Object(Required).Objects("nodeSelectorTerms").ToArray();
        if (before.Length == 0) return;
        var now = spec.Object("affinity").Object("nodeAffinity").Object(Required).Objects("nodeSelectorTerms").ToArray();
        var terms = path.Child("nodeSelectorTerms");
        if (now.Length != before.Length)
        {
            errors.Invalid(terms, new JsonArray([.. now.Select(term => term.DeepClone())]), "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
            return;
        }
        for (var at = 0; at < now.Length; at++)
        {
            if (!StartsWith(now[at], before[at], "matchExpressions") || !StartsWith(now[at], before[at], "matchFields")) errors.Invalid(terms.Item(at), now[at], OnlyAdditions);
        }
    }

    private static bool StartsWith(JsonObject term, JsonObject old, string field)
    {
        var now = term.Array(field);
        var before = old.Array(field);
        if (before is null) return true;
        return now is not null && now.Count >= before.Count && before.Zip(now).All(pair => JsonNode.DeepEquals(pair.First, pair.Second));
    }
}
