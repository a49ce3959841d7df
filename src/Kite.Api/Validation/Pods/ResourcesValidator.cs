using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks what containers request and are limited to.</summary>
internal static class ResourcesValidator
{
    private static readonly string[] Standard = ["cpu", "memory", "ephemeral-storage"];

    internal static void Validate(JsonObject? resources, FieldPath path, FieldErrors errors)
    {
        if (resources is null) return;
        var limits = resources.Object("limits");
        ValidateAmounts(limits, path.Child("limits"), errors);
        var requests = resources.Object("requests");
        ValidateAmounts(requests, path.Child("requests"), errors);
        if (requests is null) return;
        foreach (var (name, amount) in requests) ValidateRequest(name, amount.AsText() ?? "", limits.TextOrNull(name), path, errors);
    }

    /// <summary>Checks names and amounts of a list of resources.</summary>
    internal static void ValidateAmounts(JsonObject? amounts, FieldPath path, FieldErrors errors)
    {
        if (amounts is null) return;
        foreach (var (name, node) in amounts)
        {
            ValidateName(name, path, errors);
            var text = node.AsText() ?? "";
            if (!Quantity.TryParse(text, out var amount)) continue;
            if (amount.Sign < 0) errors.Invalid(path.Key(name), text, "must be greater than or equal to 0");
            if (name.Contains('/') && amount.MilliValue % 1000 != 0) errors.Invalid(path.Key(name), text, "must be an integer");
        }
    }

    private static void ValidateName(string name, FieldPath path, FieldErrors errors)
    {
        if (Standard.Contains(name)) return;
        if (Formats.QualifiedName(name) is { } wrong) errors.Invalid(path.Key(name), name, wrong);
        else if (!name.Contains('/') && !IsHugePages(name)) errors.Invalid(path.Key(name), name, "must be a standard resource for containers");
    }

    private static void ValidateRequest(string name, string request, string? limit, FieldPath path, FieldErrors errors)
    {
        var mayOvercommit = !IsHugePages(name) && (!name.Contains('/') || name.Contains("kubernetes.io/", StringComparison.Ordinal));
        if (limit is null)
        {
            if (!mayOvercommit) errors.Required(path.Child("limits"), "Limit must be set for non overcommitable resources");
            return;
        }
        if (!Quantity.TryParse(request, out var asked) || !Quantity.TryParse(limit, out var allowed)) return;
        if (asked != allowed && !mayOvercommit) errors.Invalid(path.Child("requests"), request, $"must be equal to {name} limit of {limit}");
        else if (asked > allowed) errors.Invalid(path.Child("requests"), request, $"must be less than or equal to {name} limit of {limit}");
    }

    private static bool IsHugePages(string name) => name.StartsWith("hugepages-", StringComparison.Ordinal);
}
