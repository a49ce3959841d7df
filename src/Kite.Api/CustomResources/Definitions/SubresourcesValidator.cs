using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Checks where the <c>scale</c> subresource is to find its fields.</summary>
internal static class SubresourcesValidator
{
    internal static void Validate(JsonObject? subresources, FieldPath path, FieldErrors errors)
    {
        if (subresources.Object("scale") is not { } scale) return;
        ValidateReplicas(scale, "specReplicasPath", ".spec.", path, errors);
        ValidateReplicas(scale, "statusReplicasPath", ".status.", path, errors);
        if (scale.Text("labelSelectorPath") is not { Length: > 0 } selector) return;
        var at = path.Child("scale").Child("labelSelectorPath");
        if (IsSimple(selector, at, errors) && !selector.StartsWith(".spec.", StringComparison.Ordinal) && !selector.StartsWith(".status.", StringComparison.Ordinal))
            errors.Invalid(at, selector, "should be a json path under either .spec or .status");
    }

    /// <summary>False, with an error, for a path that isn't one from the object.</summary>
    internal static bool IsSimple(string text, FieldPath path, FieldErrors errors)
    {
        if (text.StartsWith('.')) return true;
        errors.Invalid(path, text, text.Length == 0 ? "must not be empty" : "must be a simple json path starting with .");
        return false;
    }

    private static void ValidateReplicas(JsonObject scale, string field, string under, FieldPath path, FieldErrors errors)
    {
        var at = path.Child("scale").Child(field);
        var text = scale.Text(field);
        if (text.Length == 0) errors.Required(at);
        else if (IsSimple(text, at, errors) && !text.StartsWith(under, StringComparison.Ordinal)) errors.Invalid(at, text, $"should be a json path under {under[..^1]}");
    }
}
