using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks how a pod's replicas are to be spread.</summary>
internal static class SpreadValidator
{
    private static readonly string[] Actions = ["DoNotSchedule", "ScheduleAnyway"];

    internal static void Validate(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<(string, string)>();
        var at = 0;
        foreach (var constraint in spec.Objects("topologySpreadConstraints"))
        {
            var below = path.Item(at++);
            var key = constraint.Text("topologyKey");
            var action = constraint.Text("whenUnsatisfiable");
            var skew = constraint.Integer("maxSkew") ?? 0;
            if (skew <= 0) errors.Invalid(below.Child("maxSkew"), skew, "must be greater than zero");
            if (key.Length == 0) errors.Required(below.Child("topologyKey"), "can not be empty");
            else errors.InvalidIf(below.Child("topologyKey"), key, Formats.QualifiedName(key));
            if (!Actions.Contains(action)) errors.NotSupported(below.Child("whenUnsatisfiable"), action, Actions);
            if (!seen.Add((key, action))) errors.Duplicate(below.Child("{topologyKey, whenUnsatisfiable}"), $"{{{key}, {action}}}");
            if (constraint.Integer("minDomains") is { } domains)
            {
                if (domains <= 0) errors.Invalid(below.Child("minDomains"), domains, "must be greater than zero");
                if (action != "DoNotSchedule") errors.Invalid(below.Child("minDomains"), domains, $"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}");
            }
            LabelSelectorValidator.Validate(constraint.Object("labelSelector"), below.Child("labelSelector"), errors);
        }
    }
}
