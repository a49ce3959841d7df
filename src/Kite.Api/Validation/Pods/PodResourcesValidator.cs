using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Kinds.Core;
using Kite.Api.Meta;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks what a pod asks for as a whole: CPU, memory and huge pages, no less than its containers ask for together.</summary>
internal static class PodResourcesValidator
{
    private static readonly string[] Supported = ["cpu", "hugepages-", "memory"];

    internal static void Validate(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        if (spec.Object("resources") is not { } resources) return;
        if (spec.Object("os").Text("name") == "windows")
        {
            errors.Forbidden(path, "may not be set for a windows pod");
            return;
        }
        foreach (var field in (ReadOnlySpan<string>)["limits", "requests"])
        {
            foreach (var (name, _) in resources.Object(field) ?? [])
                if (!ContainerTotals.IsForPods(name)) errors.NotSupported(path.Child(field).Key(name), name, Supported);
        }
        ResourcesValidator.Validate(resources, path, errors);
        ValidateAgainst(ContainerTotals.Of(spec, "requests"), resources.Object("requests"), path.Child("requests"), "requests", errors);
        ValidateAgainst(ContainerTotals.Of(spec, "limits").Where(limit => limit.Key.StartsWith("hugepages-", StringComparison.Ordinal)), resources.Object("limits"), path.Child("limits"), "limits", errors);
        ValidateLimits(spec, resources.Object("limits"), path, errors);
    }

    private static void ValidateAgainst(IEnumerable<KeyValuePair<string, Quantity>> totals, JsonObject? amounts, FieldPath path, string what, FieldErrors errors)
    {
        foreach (var (name, total) in totals)
            if (Quantity.TryParse(amounts.TextOrNull(name), out var amount) && amount < total)
                errors.Invalid(path.Key(name), amount.ToCanonical().Text, $"must be greater than or equal to aggregate container {what} of {total.ToCanonical().Text}");
    }

    private static void ValidateLimits(JsonObject? spec, JsonObject? limits, FieldPath path, FieldErrors errors)
    {
        var at = 0;
        foreach (var container in spec.Objects("containers"))
        {
            var below = path.Child("containers").Item(at++);
            foreach (var (name, node) in container.Object("resources").Object("limits") ?? [])
                if (Quantity.TryParse(node.AsText(), out var limit) && Quantity.TryParse(limits.TextOrNull(name), out var most) && limit > most)
                    errors.Invalid(below.Key(name).Child("limits"), limit.ToCanonical().Text, $"must be less than or equal to pod limits of {most.ToCanonical().Text}");
        }
    }
}
