using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks nodes.</summary>
internal static class NodeValidator
{
    private static readonly FieldPath Spec = FieldPath.Root.Child("spec");
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    internal static void Validate(JsonObject node, FieldErrors errors)
    {
        var seen = new HashSet<(string, string)>();
        var at = 0;
        foreach (var taint in node.Object("spec").Objects("taints"))
        {
            var path = Spec.Child("taints").Item(at++);
            var key = taint.Text("key");
            errors.InvalidIf(path.Child("key"), key, Formats.QualifiedName(key));
            errors.InvalidIf(path.Child("value"), taint.Text("value"), Formats.LabelValue(taint.Text("value")));
            var effect = taint.Text("effect");
            if (effect.Length == 0) errors.Required(path.Child("effect"));
            else if (!Effects.Contains(effect)) errors.NotSupported(path.Child("effect"), effect, Effects);
            if (!seen.Add((key, effect))) errors.Duplicate(path, taint);
        }
    }

    internal static void ValidateChange(JsonObject? spec, JsonObject? old, FieldErrors errors)
    {
        if (PodCidrs(old) is { Length: > 0 } assigned && !PodCidrs(spec).SequenceEqual(assigned)) errors.Forbidden(Spec.Child("podCIDRs"), "node updates may not change podCIDR except from \"\" to valid");
        Assigned(spec, old, "providerID", "node updates may not change providerID except from \"\" to valid", errors);
    }

    /// <summary>The node's ranges; the older field for one range counts where it differs from the first of the list.</summary>
    private static string[] PodCidrs(JsonObject? spec)
    {
        string[] all = [.. spec.Texts("podCIDRs")];
        return spec.Text("podCIDR") is { Length: > 0 } first && all.FirstOrDefault() != first ? [first] : all;
    }

    /// <summary>A field that may be set once.</summary>
    private static void Assigned(JsonObject? spec, JsonObject? old, string field, string message, FieldErrors errors)
    {
        if (old?[field] is { } before && !before.IsZero() && !JsonNode.DeepEquals(spec?[field], before)) errors.Forbidden(Spec.Child(field), message);
    }
}
