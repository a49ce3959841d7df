using Kite.Api.Models.CoreV1;

namespace Kite.Api.Selectors;

/// <summary>Node selectors as requirements on labels (core/v1 <c>NodeSelectorRequirement</c>).</summary>
public static class NodeRequirements
{
    /// <summary>The requirement that an expression of a validated node selector makes of labels, or of a field's value.</summary>
    public static LabelRequirement Read(NodeSelectorRequirement requirement)
    {
        ArgumentNullException.ThrowIfNull(requirement);
        return new(
            requirement.Key,
            requirement.Operator switch
            {
                "In" => SelectorOperator.In,
                "NotIn" => SelectorOperator.NotIn,
                "Exists" => SelectorOperator.Exists,
                "DoesNotExist" => SelectorOperator.DoesNotExist,
                "Gt" => SelectorOperator.GreaterThan,
                _ => SelectorOperator.LessThan,
            },
            requirement.Values);
    }
}
