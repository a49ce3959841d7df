using System.Text.Json.Nodes;
using Kite.Api.CustomResources.Rules;
using Kite.Api.Errors;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Checks that the rules of a schema compile and what they cost in the worst case, one by one and all together.</summary>
/// <param name="isUnchanged">True on an update that leaves the schema as it was: what single rules may cost was settled then.</param>
internal sealed class RuleValidator(bool isUnchanged)
{
    private const int MostShown = 4;
    private readonly List<StatusCause> causes = [];
    private readonly List<(FieldPath Path, ulong Cost)> expensive = [];
    private ulong total;

    /// <summary>Checks the rules of a node.</summary>
    internal void Validate(SchemaContext context, FieldPath path)
    {
        if (context.Structure is not { Validations.Count: > 0 } schema) return;
        var errors = new FieldErrors(causes);
        var at = path.Child("x-kubernetes-validations");
        if (RuleNode.Declare(schema, context.IsResource) is not { } declaration)
        {
            errors.Internal(at, "internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations");
            return;
        }
        var compiler = new RuleCompiler(schema, declaration);
        var times = context.Cardinality ?? RuleLimits.MostValues(declaration.MinSize);
        for (var i = 0; i < schema.Validations.Count; i++) Validate(compiler.Compile(schema.Validations[i]), times, context.Uncorrelatable, at.Item(i), errors);
    }

    /// <summary>Reports what is wrong with the rules of the schema.</summary>
    internal void Report(FieldPath path, FieldErrors errors)
    {
        foreach (var cause in causes) errors.Add(cause);
        if (total <= RuleLimits.Schema) return;
        foreach (var (at, _) in expensive) errors.Forbidden(at, "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema");
        errors.Forbidden(path, TooCostly("x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema", total, RuleLimits.Schema));
    }

    private void Validate(CompiledRule rule, ulong times, FieldPath? uncorrelatable, FieldPath path, FieldErrors errors)
    {
        Charge("estimated rule cost", RuleLimits.Multiply(rule.MaxCost, times), path.Child("rule"), errors);
        if (rule.Error is { } error) errors.Invalid(path.Child("rule"), Shown(rule.Rule), error);
        if (rule.MessageError is { } problem) errors.Invalid(path.Child("messageExpression"), Shown(rule.Rule), problem);
        else if (rule.Message is not null) Charge("estimated messageExpression cost", rule.MessageMaxCost, path.Child("messageExpression"), errors);
        if (rule.UsesOldSelf && uncorrelatable is not null)
            errors.Invalid(path.Child("rule"), rule.Rule.Rule, $"oldSelf cannot be used on the uncorrelatable portion of the schema within {uncorrelatable}");
        else if (!rule.UsesOldSelf && rule.Rule.OptionalOldSelf is { } optional)
            errors.Invalid(path.Child("optionalOldSelf"), optional, "may not be set if oldSelf is not used in rule");
    }

    private void Charge(string what, ulong cost, FieldPath path, FieldErrors errors)
    {
        if (!isUnchanged && cost > RuleLimits.Expression) errors.Forbidden(path, TooCostly(what, cost, RuleLimits.Expression));
        total = ulong.MaxValue - total < cost ? ulong.MaxValue : total + cost;
        if (cost < RuleLimits.Schema / 100) return;
        expensive.Add((path, cost));
        expensive.Sort((left, right) => right.Cost.CompareTo(left.Cost));
        if (expensive.Count > MostShown) expensive.RemoveAt(MostShown);
    }

    private static string TooCostly(string what, ulong cost, ulong limit)
    {
        var factor = (double)cost / limit;
        var shown = factor > 100 ? "more than 100x" : factor < 1.5 ? $"{factor:F6}x" : $"{factor:F1}x";
        return $"{what} exceeds budget by factor of {shown} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)";
    }

    /// <summary>The rule as upstream shows it.</summary>
    private static JsonObject Shown(ValidationRule rule) => new()
    {
        ["Rule"] = rule.Rule,
        ["Message"] = rule.Message,
        ["MessageExpression"] = rule.MessageExpression,
        ["Reason"] = rule.Reason,
        ["FieldPath"] = rule.FieldPath,
        ["OptionalOldSelf"] = rule.OptionalOldSelf,
    };
}
