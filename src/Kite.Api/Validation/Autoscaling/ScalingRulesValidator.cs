using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.Api.Validation.Autoscaling;

/// <summary>Checks how fast an autoscaler scales in one direction.</summary>
internal static class ScalingRulesValidator
{
    private const int MaxPeriod = 1800;
    private const int MaxWindow = 3600;
    private static readonly string[] Selections = ["Disabled", "Max", "Min"];
    private static readonly string[] Types = ["Percent", "Pods"];

    internal static void Validate(JsonObject rules, FieldPath path, FieldErrors errors)
    {
        var window = path.Child("stabilizationWindowSeconds");
        if (rules.Integer("stabilizationWindowSeconds") is { } seconds)
        {
            if (seconds < 0) errors.Invalid(window, seconds, "must be greater than or equal to zero");
            if (seconds > MaxWindow) errors.Invalid(window, seconds, $"must be less than or equal to {MaxWindow}");
        }
        ChoiceRules.Optional(rules, "selectPolicy", Selections, path, errors);
        if (rules.IsEmpty("policies")) errors.Required(path.Child("policies"), "must specify at least one Policy");
        var at = 0;
        foreach (var policy in rules.Objects("policies")) ValidatePolicy(policy, path.Child("policies").Item(at++), errors);
        if (Quantity.TryParse(rules.TextOrNull("tolerance"), out var tolerance) && tolerance.Sign < 0) errors.Invalid(path.Child("tolerance"), rules.Text("tolerance"), "must be greater than or equal to zero");
    }

    private static void ValidatePolicy(JsonObject policy, FieldPath path, FieldErrors errors)
    {
        if (!Types.Contains(policy.Text("type"))) errors.NotSupported(path.Child("type"), policy.Text("type"), Types);
        if (policy.Integer("value") is null or <= 0) errors.Invalid(path.Child("value"), policy.Integer("value") ?? 0, "must be greater than zero");
        var period = policy.Integer("periodSeconds") ?? 0;
        if (period <= 0) errors.Invalid(path.Child("periodSeconds"), period, "must be greater than zero");
        if (period > MaxPeriod) errors.Invalid(path.Child("periodSeconds"), period, $"must be less than or equal to {MaxPeriod}");
    }
}
