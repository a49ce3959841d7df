using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.CustomResources.Values;
using Kite.Api.Json;

namespace Kite.Api.CustomResources.Paths;

/// <summary>To the items of a list for which a comparison holds.</summary>
/// <param name="left">What is compared.</param>
/// <param name="comparison">How; empty where it only has to be there.</param>
/// <param name="right">What it is compared with; null where it only has to be there.</param>
internal sealed class FilterStep(FilterOperand left, string comparison, FilterOperand? right) : JsonPathStep
{
    internal override bool Follow(JsonNode? value, List<JsonNode?> found)
    {
        if (value is not JsonArray list) return true;
        foreach (var item in list)
        {
            if (Holds(item)) found.Add(item);
        }
        return true;
    }

    private bool Holds(JsonNode? item)
    {
        if (!left.TryRead(item, out var first)) return false;
        if (right is null) return true;
        if (!right.TryRead(item, out var second)) return false;
        if (comparison is "==") return JsonNodes.Same(first, second);
        if (comparison is "!=") return !JsonNodes.Same(first, second);
        if (Compare(first, second) is not { } order) return false;
        return comparison switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    private static int? Compare(JsonNode? first, JsonNode? second)
    {
        if (first is not JsonValue left || second is not JsonValue right) return null;
        return (left.GetValueKind(), right.GetValueKind()) switch
        {
            (JsonValueKind.Number, JsonValueKind.Number) => JsonNumbers.ToDouble(left).CompareTo(JsonNumbers.ToDouble(right)),
            (JsonValueKind.String, JsonValueKind.String) => string.CompareOrdinal(left.GetValue<string>(), right.GetValue<string>()),
            _ => null,
        };
    }
}
