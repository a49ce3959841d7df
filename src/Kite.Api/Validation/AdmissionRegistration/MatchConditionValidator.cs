using System.Text.Json.Nodes;
using Kite.Api.Admission;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.AdmissionRegistration;

/// <summary>Checks the expressions that narrow down which requests a webhook or policy is about.</summary>
internal static class MatchConditionValidator
{
    private const int MaxConditions = 64;

    internal static void Validate(JsonObject holder, bool hasParams, FieldPath path, FieldErrors errors)
    {
        var conditions = holder.Objects("matchConditions").ToArray();
        if (conditions.Length == 0) return;
        if (conditions.Length > MaxConditions)
        {
            errors.TooMany(path, conditions.Length, MaxConditions);
            return;
        }
        var compiler = new ExpressionCompiler(hasParams, isMutating: false);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < conditions.Length; at++)
        {
            var (condition, below) = (conditions[at], path.Item(at));
            var expression = condition.Text("expression").Trim();
            if (expression.Length == 0) errors.Required(below.Child("expression"));
            else if (compiler.Compile(expression, ExpressionResult.Bool).Error is { } wrong) errors.Invalid(below.Child("expression"), expression, wrong);
            var name = condition.Text("name");
            if (name.Length == 0) errors.Required(below.Child("name"));
            else errors.InvalidIf(below.Child("name"), name, Formats.QualifiedName(name));
            if (name.Length > 0 && !names.Add(name)) errors.Duplicate(below.Child("name"), name);
        }
    }
}
