using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks label selectors, and applies them to labels.</summary>
internal static class LabelSelectorValidator
{
    private static readonly string[] Operators = ["In", "NotIn", "Exists", "DoesNotExist"];

    internal static void Validate(JsonObject? selector, FieldPath path, FieldErrors errors)
    {
        ObjectMetaValidator.ValidateLabels(selector, path, errors, "matchLabels");
        var at = 0;
        foreach (var requirement in selector.Objects("matchExpressions")) ValidateRequirement(requirement, path.Child("matchExpressions").Item(at++), errors);
    }

    /// <summary>True where the selector picks an object with the labels.</summary>
    internal static bool Matches(JsonObject selector, JsonObject? labels)
    {
        if (selector.TextMap("matchLabels").Any(pair => labels.TextOrNull(pair.Key) != pair.Value)) return false;
        return selector.Objects("matchExpressions").All(requirement => Holds(requirement, labels.TextOrNull(requirement.Text("key"))));
    }

    private static bool Holds(JsonObject requirement, string? value) => requirement.Text("operator") switch
    {
        "In" => value is not null && requirement.Texts("values").Contains(value),
        "NotIn" => value is null || !requirement.Texts("values").Contains(value),
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        _ => false,
    };

    private static void ValidateRequirement(JsonObject requirement, FieldPath path, FieldErrors errors)
    {
        var operation = requirement.Text("operator");
        var hasValues = !requirement.IsEmpty("values");
        if (operation is "In" or "NotIn" && !hasValues) errors.Required(path.Child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
        else if (operation is "Exists" or "DoesNotExist" && hasValues) errors.Forbidden(path.Child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        else if (!Operators.Contains(operation)) errors.Invalid(path.Child("operator"), operation, "not a valid selector operator");
        errors.InvalidIf(path.Child("key"), requirement.Text("key"), Formats.QualifiedName(requirement.Text("key")));
        var at = 0;
        foreach (var value in requirement.Texts("values")) errors.InvalidIf(path.Child("values").Item(at++), value, Formats.LabelValue(value));
    }
}
