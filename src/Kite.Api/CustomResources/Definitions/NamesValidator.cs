using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Checks the names of a custom resource.</summary>
internal static class NamesValidator
{
    internal static void Require(JsonObject? names, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["plural", "singular", "kind", "listKind"])
        {
            if (names.Text(field).Length == 0) errors.Required(path.Child(field));
        }
    }

    internal static void Validate(JsonObject? names, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["plural", "singular"])
        {
            if (names.Text(field) is { Length: > 0 } name) errors.InvalidIf(path.Child(field), name, Formats.Dns1035Label(name));
        }
        foreach (var field in (ReadOnlySpan<string>)["kind", "listKind"])
        {
            if (names.Text(field) is { Length: > 0 } kind && Formats.Dns1035Label(kind.ToLowerInvariant()) is { } wrong)
                errors.Invalid(path.Child(field), kind, "may have mixed case, but should otherwise match: " + wrong);
        }
        ValidateList(names, "shortNames", path, errors);
        if (names.Text("kind") is { Length: > 0 } same && same == names.Text("listKind")) errors.Invalid(path.Child("listKind"), same, "kind and listKind may not be the same");
        ValidateList(names, "categories", path, errors);
    }

    private static void ValidateList(JsonObject? names, string field, FieldPath path, FieldErrors errors)
    {
        var at = 0;
        foreach (var name in names.Texts(field)) errors.InvalidIf(path.Child(field).Item(at++), name, Formats.Dns1035Label(name));
    }
}
