using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.AdmissionRegistration;

/// <summary>Checks the expressions that narrow down which requests a webhook or policy is about.</summary>
internal static class MatchConditionValidator
{
    private const int MaxConditions = 64;

    internal static void Validate(JsonObject holder, FieldPath path, FieldErrors errors)
    {
        var conditions = holder.Objects("matchConditions").ToArray();
        if (conditions.Length > MaxConditions) errors.TooMany(path, conditions.Length, MaxConditions);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < conditions.Length; at++)
        {
            var (condition, below) = (conditions[at], path.Item(at));
            if (condition.Text("expression").AsSpan().Trim().IsEmpty) errors.Required(below.Child("expression"));
            var name = condition.Text("name");
            if (name.Length == 0) errors.Required(below.Child("name"));
            else errors.InvalidIf(below.Child("name"), name, Formats.QualifiedName(name));
            if (name.Length > 0 && !names.Add(name)) errors.Duplicate(below.Child("name"), name);
        }
    }
}
