using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Batch;

/// <summary>Checks when an indexed job counts as successful before all of it is done.</summary>
internal static class SuccessPolicyValidator
{
    private const int MaxRules = 20;
    private const int MaxIndexes = 64 * 1024;

    internal static void Validate(JsonObject spec, JsonObject policy, FieldPath path, FieldErrors errors)
    {
        if (spec.Text("completionMode") != "Indexed")
        {
            errors.Invalid(path, policy, "requires indexed completion mode");
            return;
        }
        var rules = path.Child("rules");
        var count = policy.Array("rules")?.Count ?? 0;
        if (count == 0) errors.Required(rules, "at least one rules must be specified when the successPolicy is specified");
        if (count > MaxRules) errors.TooMany(rules, count, MaxRules);
        var at = 0;
        foreach (var rule in policy.Objects("rules")) ValidateRule(spec.Integer("completions") ?? 0, rule, rules.Item(at++), errors);
    }

    private static void ValidateRule(long completions, JsonObject rule, FieldPath path, FieldErrors errors)
    {
        var indexes = rule.TextOrNull("succeededIndexes");
        var needed = rule.Integer("succeededCount");
        if (needed is null && indexes is null) errors.Required(path, "at least one of succeededCount or succeededIndexes must be specified");
        long named = 0;
        if (indexes is not null)
        {
            if (indexes.Length > MaxIndexes) errors.TooLong(path.Child("succeededIndexes"), MaxIndexes);
            if (IndexRanges.Check(indexes, completions, out named) is { } wrong) errors.Invalid(path.Child("succeededIndexes"), indexes, $"error parsing succeededIndexes: {wrong}");
        }
        if (needed is not { } count) return;
        NumberRules.NotNegative(rule, "succeededCount", path, errors);
        if (count > completions) errors.Invalid(path.Child("succeededCount"), count, $"must be less than or equal to {completions} (the number of specified completions)");
        if (indexes is not null && count > named) errors.Invalid(path.Child("succeededCount"), count, $"must be less than or equal to {named} (the number of indexes in the specified succeededIndexes field)");
    }
}
