using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Batch;

/// <summary>Checks which failures of pods a job answers how.</summary>
internal static class PodFailurePolicyValidator
{
    private const int MaxRules = 20;
    private const int MaxExitCodes = 255;
    private const int MaxConditions = 20;
    private static readonly string[] Actions = ["Count", "FailIndex", "FailJob", "Ignore"];
    private static readonly string[] Operators = ["In", "NotIn"];
    private static readonly string[] Statuses = ["False", "True", "Unknown"];

    internal static void Validate(JsonObject spec, JsonObject policy, FieldPath path, FieldErrors errors)
    {
        var rules = path.Child("rules");
        var count = policy.Array("rules")?.Count ?? 0;
        if (count > MaxRules) errors.TooMany(rules, count, MaxRules);
        var podSpec = spec.Object("template").Object("spec");
        var containers = podSpec.Objects("containers").Concat(podSpec.Objects("initContainers")).Select(container => container.Text("name")).ToHashSet(StringComparer.Ordinal);
        var at = 0;
        foreach (var rule in policy.Objects("rules")) ValidateRule(spec, rule, containers, rules.Item(at++), errors);
    }

    private static void ValidateRule(JsonObject spec, JsonObject rule, HashSet<string> containers, FieldPath path, FieldErrors errors)
    {
        ChoiceRules.Required(rule, "action", Actions, path, errors, Missing(Actions));
        if (rule.Text("action") == "FailIndex" && !spec.ContainsKey("backoffLimitPerIndex")) errors.Invalid(path.Child("action"), "FailIndex", "requires the backoffLimitPerIndex to be set");
        var codes = rule.Object("onExitCodes");
        var hasConditions = !rule.IsEmpty("onPodConditions");
        if (codes is not null) ValidateExitCodes(codes, containers, path.Child("onExitCodes"), errors);
        if (hasConditions) ValidateConditions(rule, path.Child("onPodConditions"), errors);
        if (codes is not null && hasConditions) errors.InvalidUnshown(path, "specifying both OnExitCodes and OnPodConditions is not supported");
        if (codes is null && !hasConditions) errors.InvalidUnshown(path, "specifying one of OnExitCodes and OnPodConditions is required");
    }

    private static void ValidateConditions(JsonObject rule, FieldPath path, FieldErrors errors)
    {
        var count = rule.Array("onPodConditions")!.Count;
        if (count > MaxConditions) errors.TooMany(path, count, MaxConditions);
        var at = 0;
        foreach (var pattern in rule.Objects("onPodConditions"))
        {
            var below = path.Item(at++);
            errors.InvalidIf(below.Child("type"), pattern.Text("type"), Formats.QualifiedName(pattern.Text("type")));
            ChoiceRules.Required(pattern, "status", Statuses, below, errors, Missing(Statuses));
        }
    }

    private static void ValidateExitCodes(JsonObject codes, HashSet<string> containers, FieldPath path, FieldErrors errors)
    {
        ChoiceRules.Required(codes, "operator", Operators, path, errors, Missing(Operators));
        if (codes.TextOrNull("containerName") is { } container && !containers.Contains(container))
            errors.Invalid(path.Child("containerName"), container, "must be one of the container or initContainer names in the pod template");
        var values = codes.Array("values")?.Select(node => node.AsInteger() ?? 0).ToArray() ?? [];
        var below = path.Child("values");
        if (values.Length == 0) errors.Invalid(below, codes["values"] ?? new JsonArray(), "at least one value is required");
        else if (values.Length > MaxExitCodes) errors.TooMany(below, values.Length, MaxExitCodes);
        var seen = new HashSet<long>();
        for (var at = 0; at < values.Length; at++)
        {
            if (values[at] == 0 && codes.Text("operator") == "In") errors.Invalid(below.Item(at), 0, "must not be 0 for the In operator");
            if (!seen.Add(values[at])) errors.Duplicate(below.Item(at), JsonValue.Create(values[at]));
        }
        if (!values.Order().SequenceEqual(values)) errors.Invalid(below, codes["values"], "must be ordered");
    }

    private static string Missing(string[] values) => $"valid values: [{string.Join(' ', values.Select(value => $"\"{value}\""))}]";
}
