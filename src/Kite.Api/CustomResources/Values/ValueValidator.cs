using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Values;

/// <summary>Checks values by a schema, in the words and the order of upstream's validator (kube-openapi).</summary>
/// <remarks>
/// On an update, what a field's value was before is known, and what is wrong with a field that hasn't changed is let pass (ratcheting). Items of a
/// list of type map are told apart by their keys; other lists are one value.
/// </remarks>
internal static class ValueValidator
{
    /// <summary>Reports what is wrong with a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="old">What it was before; none on creation.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="root">Where it is.</param>
    /// <param name="errors">Gets what is wrong.</param>
    internal static void Validate(JsonNode? value, OldValue old, StructuralSchema schema, FieldPath root, FieldErrors errors)
    {
        // Alternatives often find the same.
        foreach (var problem in Ratchet(value, old, schema, FieldPath.Root).Problems.DistinctBy(problem => (problem.Kind, problem.Path?.ToString(), problem.Detail))) problem.Report(root, errors);
    }

    /// <summary>Checks a value; one that is wrong but hasn't changed is fine.</summary>
    private static ValueResult Ratchet(JsonNode? value, OldValue old, StructuralSchema schema, FieldPath path)
    {
        var result = Check(value, old, schema, path);
        if (result.IsValid || !old.IsKnown) return result;
        // Of what holds a changed value nothing needs to be compared.
        result.IsChanged |= !result.IsChanged && !old.IsSame(value);
        if (result.IsChanged) return result;
        var passed = new ValueResult();
        passed.Count(result.Matches);
        return passed;
    }

    private static ValueResult Check(JsonNode? value, OldValue old, StructuralSchema schema, FieldPath path)
    {
        var result = new ValueResult();
        if (value is null)
        {
            TypeRules.CheckNull(schema, path, result);
            CheckEnum(null, schema, path, result);
            return result;
        }
        TypeRules.Check(value, schema, path, result);
        CheckAlternatives(value, old, schema, path, result);
        switch (value)
        {
            case JsonObject map:
                CheckMap(map, old, schema, path, result);
                break;
            case JsonArray list:
                CheckList(list, old, schema, path, result);
                break;
            case JsonValue scalar when scalar.GetValueKind() is JsonValueKind.String:
                StringRules.Check(scalar.GetValue<string>(), schema, path, result);
                break;
            case JsonValue scalar when scalar.GetValueKind() is JsonValueKind.Number:
                NumberChecks.Check(scalar, schema, path, result);
                break;
        }
        CheckEnum(value, schema, path, result);
        result.Count();
        return result;
    }

    private static void CheckMap(JsonObject map, OldValue old, StructuralSchema schema, FieldPath path, ValueResult result)
    {
        result.Count();
        if (schema.MinProperties is { } min && map.Count < min)
        {
            result.Add(new ValueProblem(ValueProblemKind.Invalid, path, $"{path} in body should have at least {min} properties") { Value = (long)map.Count });
            return;
        }
        if (schema.MaxProperties is { } max && map.Count > max)
        {
            result.Add(new ValueProblem(ValueProblemKind.TooMany, path, "") { Value = (long)map.Count, Limit = max });
            return;
        }
        foreach (var (name, child) in map)
        {
            if (schema.Properties.TryGetValue(name, out var field) || (field = schema.AdditionalProperties) is not null)
                result.Merge(Ratchet(child, old.Field(name, field), field, path.Child(name)));
            else if (schema.AllowsAdditionalProperties == false)
                result.Add(new ValueProblem(ValueProblemKind.Invalid, path, $"{path}.{name} in body is a forbidden property") { Value = name });
        }
        foreach (var name in schema.Required)
        {
            if (!map.ContainsKey(name)) result.Add(new ValueProblem(ValueProblemKind.Required, path.Child(name), ""));
        }
    }

    private static void CheckList(JsonArray list, OldValue old, StructuralSchema schema, FieldPath path, ValueResult result)
    {
        result.Count(2);
        if (schema.Items is { } items)
        {
            for (var at = 0; at < list.Count; at++) result.Merge(Ratchet(list[at], old.Item(list[at], schema), items, path.Item(at)));
        }
        if (schema.MinItems is { } min && list.Count < min)
            result.Add(new ValueProblem(ValueProblemKind.Invalid, path, $"{path} in body should have at least {min} items") { Value = (long)list.Count });
        if (schema.MaxItems is { } max && list.Count > max)
            result.Add(new ValueProblem(ValueProblemKind.TooMany, path, "") { Value = (long)list.Count, Limit = max });
        if (schema.HasUniqueItems && list.Select(GoJson.Text).Distinct(StringComparer.Ordinal).Count() < list.Count)
            result.Add(new ValueProblem(ValueProblemKind.Invalid, path, $"{path} in body shouldn't contain duplicates"));
    }

    private static void CheckEnum(JsonNode? value, StructuralSchema schema, FieldPath path, ValueResult result)
    {
        if (schema.Enum.Count == 0) return;
        foreach (var allowed in schema.Enum)
        {
            if (Json.JsonNodes.Same(allowed, value)) return;
        }
        result.Add(new ValueProblem(ValueProblemKind.NotSupported, path, "") { Value = value, Supported = schema.Enum });
    }

    private static void CheckAlternatives(JsonNode value, OldValue old, StructuralSchema schema, FieldPath path, ValueResult result)
    {
        if (schema.AnyOf.Count > 0) CheckAny(value, old, schema, path, result);
        if (schema.OneOf.Count > 0) CheckOne(value, old, schema, path, result);
        if (schema.AllOf.Count > 0)
        {
            var valid = 0;
            foreach (var part in schema.AllOf)
            {
                var checkedPart = Check(value, old, part, path);
                if (checkedPart.IsValid) valid++;
                result.Merge(checkedPart);
            }
            if (valid < schema.AllOf.Count)
                result.Add(new ValueProblem(ValueProblemKind.Invalid, null, $"\"{path}\" must validate all the schemas (allOf){(valid == 0 ? ". None validated" : "")}"));
        }
        if (schema.Not is { } not && Check(value, old, not, path).IsValid)
            result.Add(new ValueProblem(ValueProblemKind.Invalid, null, $"\"{path}\" must not validate the schema (not)"));
        result.Count(2);
    }

    private static void CheckAny(JsonNode value, OldValue old, StructuralSchema schema, FieldPath path, ValueResult result)
    {
        ValueResult? best = null;
        foreach (var alternative in schema.AnyOf)
        {
            var found = Check(value, old, alternative, path);
            if (found.IsValid)
            {
                result.Merge(found);
                return;
            }
            if (best is null || found.Matches > best.Matches) best = found;
        }
        result.Add(new ValueProblem(ValueProblemKind.Invalid, null, $"\"{path}\" must validate at least one schema (anyOf)"));
        result.Merge(best!);
    }

    private static void CheckOne(JsonNode value, OldValue old, StructuralSchema schema, FieldPath path, ValueResult result)
    {
        ValueResult? best = null;
        ValueResult? first = null;
        var valid = 0;
        foreach (var alternative in schema.OneOf)
        {
            var found = Check(value, old, alternative, path);
            if (found.IsValid)
            {
                valid++;
                first ??= found;
            }
            else if (valid == 0 && (best is null || found.Matches > best.Matches))
            {
                best = found;
            }
        }
        if (valid == 1)
        {
            result.Merge(first!);
            return;
        }
        result.Add(new ValueProblem(ValueProblemKind.Invalid, null, $"\"{path}\" must validate one and only one schema (oneOf). {(valid == 0 ? "Found none valid" : $"Found {valid} valid alternatives")}"));
        if (valid == 0) result.Merge(best!);
    }
}
