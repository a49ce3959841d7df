using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Cel;
using Kite.Api.Cel.Schemas.Structural;
using Kite.Api.Cel.Values;
using Kite.Api.CustomResources.Values;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Rules;

/// <summary>Evaluates the rules for one object, until all hold, something is wrong, or they have cost what they may.</summary>
internal sealed class RuleEvaluation(FieldErrors errors)
{
    private const string OutOfBudget = "validation failed due to running out of cost budget, no further validation rules will be run";
    private ulong budget = RuleLimits.Object;
    private bool isOver;

    /// <summary>Evaluates the rules at a node and below it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="value">The value.</param>
    /// <param name="old">What transition rules compare it with; null for nothing.</param>
    /// <param name="ratchet">What it was before, for rules that needn't hold where nothing changes.</param>
    /// <param name="path">Where it is.</param>
    internal void Evaluate(RuleNode node, JsonNode? value, JsonNode? old, Ratchet ratchet, FieldPath path)
    {
        if (isOver || errors.IsFull || value is null) return;
        if (node.Rules.Count > 0) EvaluateHere(node, value, old, ratchet, path);
        if (value is JsonArray list && node.Items is { } items) EvaluateItems(node, items, list, old as JsonArray, ratchet, path);
        else if (value is JsonObject map) EvaluateFields(node, map, old as JsonObject, ratchet, path);
    }

    private void EvaluateItems(RuleNode node, RuleNode items, JsonArray list, JsonArray? old, Ratchet ratchet, FieldPath path)
    {
        // Only the items of a list of type map have something to be compared with.
        var before = node.Schema.ListType == "map" && old is not null ? OldValue.Of(old, node.Schema) : OldValue.Unknown;
        for (var at = 0; at < list.Count && !isOver; at++)
            Evaluate(items, list[at], before.Item(list[at], node.Schema).Value, ratchet.Item(list[at], node.Schema), path.Item(at));
    }

    private void EvaluateFields(RuleNode node, JsonObject map, JsonObject? old, Ratchet ratchet, FieldPath path)
    {
        if (node.Values is null && node.Fields.Count == 0) return;
        foreach (var (name, child) in map)
        {
            if (isOver) return;
            var isField = node.Fields.TryGetValue(name, out var field);
            if (!isField && (node.Values is null || node.Schema.Properties.ContainsKey(name))) continue;
            var below = isField ? field! : node.Values!;
            JsonNode? before = null;
            old?.TryGetPropertyValue(name, out before);
            Evaluate(below, child, before, ratchet.Field(name, below.Schema), isField ? path.Child(name) : path.Key(name));
        }
    }

    private void EvaluateHere(RuleNode node, JsonNode value, JsonNode? old, Ratchet ratchet, FieldPath path)
    {
        if (budget == 0)
        {
            End(node, path, OutOfBudget);
            return;
        }
        var self = Adapt(node, value);
        var oldSelf = old is not null && node.UsesOldSelf ? Adapt(node, old) : (CelValue?)null;
        foreach (var rule in node.Rules)
        {
            if (rule.Error is { } error) errors.Invalid(At(path), node.Schema.Type, $"rule compile error: {error}");
            if (rule.Program is null || (rule.UsesOldSelf && oldSelf is null && rule.Rule.OptionalOldSelf != true)) continue;
            EvaluateRule(node, rule, rule.Program, new Values(self, oldSelf, rule.Rule.OptionalOldSelf == true), value, ratchet, path);
            if (isOver) return;
        }
    }

    private void EvaluateRule(RuleNode node, CompiledRule rule, CelProgram program, Values values, JsonNode value, Ratchet ratchet, FieldPath path)
    {
        var result = program.Evaluate(values, RuleLimits.Call, CancellationToken.None);
        if (result.Cost > budget)
        {
            End(node, path, OutOfBudget);
            return;
        }
        budget -= result.Cost;
        if (result.Outcome is CelOutcome.CostLimitExceeded)
            End(node, path, $"'{result.Error}': no further validation rules will be run due to call cost exceeds limit for rule: {rule.Shown}");
        else if (result.Error is { } error && error.StartsWith("no such overload", StringComparison.Ordinal))
            errors.Invalid(At(path), TypeOf(node), $"'{error}': call arguments did not match a supported operator, function or macro signature for rule: {rule.Shown}");
        else if (result.Error is { } other) errors.Invalid(At(path), TypeOf(node), $"{other} evaluating rule: {rule.Shown}");
        else if (result.Value != CelValue.True) Refuse(node, rule, values with { IsOptional = false }, value, ratchet, path);
    }

    private void Refuse(RuleNode node, CompiledRule rule, Values values, JsonNode value, Ratchet ratchet, FieldPath path)
    {
        var detail = MessageOf(node, rule, values, path) ?? (rule.Rule.Message.Length > 0 ? rule.Rule.Message.Trim() : $"failed rule: {rule.Shown}");
        if (isOver || (!rule.UsesOldSelf && ratchet.IsUnchanged)) return;
        var at = rule.FieldPath.Length > 0 ? path.Child(rule.FieldPath) : At(path);
        var isShown = value is JsonValue;
        switch (rule.Rule.Reason)
        {
            case "FieldValueForbidden":
                errors.Forbidden(at, detail);
                break;
            case "FieldValueRequired":
                errors.Required(at, detail);
                break;
            case "FieldValueDuplicate" when isShown:
                errors.Duplicate(at, value);
                break;
            case "FieldValueDuplicate":
                errors.DuplicateUnshown(at);
                break;
            default:
                if (isShown) errors.Invalid(at, value, detail);
                else errors.InvalidUnshown(at, detail);
                break;
        }
    }

    /// <summary>The message that the rule's expression makes; null where it makes none that is fit to be shown.</summary>
    private string? MessageOf(RuleNode node, CompiledRule rule, Values values, FieldPath path)
    {
        if (rule.Message is null) return null;
        var result = rule.Message.Evaluate(values, RuleLimits.Call, CancellationToken.None);
        if (result.Cost > budget)
        {
            End(node, path, "messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run");
            return null;
        }
        budget -= result.Cost;
        if (result.Outcome is CelOutcome.CostLimitExceeded)
        {
            End(node, path, $"no further validation rules will be run due to call cost exceeds limit for messageExpression: {FieldErrors.Quote(rule.Rule.MessageExpression)}");
            return null;
        }
        if (result.Outcome is not CelOutcome.Value || result.Value.Kind is not CelKind.String) return null;
        var text = result.Value.AsString.Trim();
        return text.Length > 0 && !text.Contains('\n') && Encoding.UTF8.GetByteCount(text) <= RuleLimits.MessageBytes ? text : null;
    }

    private void End(RuleNode node, FieldPath path, string why)
    {
        errors.Invalid(At(path), TypeOf(node), why);
        isOver = true;
    }

    private static string TypeOf(RuleNode node) => node.IsResource ? "object" : node.Schema.Type;

    private static FieldPath At(FieldPath path) => ReferenceEquals(path, FieldPath.Root) ? FieldPath.None : path;

    private static CelValue Adapt(RuleNode node, JsonNode value) =>
        node.IsResource && value is JsonObject resource ? StructuralValues.OfResource(resource, node.Schema) : StructuralValues.Of(value, node.Schema);

    /// <summary>The values of the two variables.</summary>
    private sealed record Values(CelValue Self, CelValue? Old, bool IsOptional) : ICelActivation
    {
        public bool TryResolve(string name, out CelValue value)
        {
            value = default;
            if (name == RuleCompiler.Self) value = Self;
            else if (name != RuleCompiler.OldSelf || (Old is null && !IsOptional)) return false;
            else value = IsOptional ? CelValue.Of(Old is { } before ? CelOptional.Of(before) : CelOptional.None) : Old!.Value;
            return true;
        }
    }
}
