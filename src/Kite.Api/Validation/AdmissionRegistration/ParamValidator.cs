using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.AdmissionRegistration;

/// <summary>Checks which kind parameters are of, and which of them a binding takes.</summary>
internal static class ParamValidator
{
    private static readonly string[] NotFoundActions = ["Deny", "Allow"];

    internal static void ValidateKind(JsonObject kind, FieldPath path, FieldErrors errors)
    {
        ValidateVersion(kind.Text("apiVersion"), path.Child("apiVersion"), errors);
        var name = kind.Text("kind");
        if (name.Length == 0) errors.Required(path.Child("kind"));
        else if (Formats.Dns1035Label(name.ToLowerInvariant()) is { } wrong) errors.Invalid(path.Child("kind"), name, $"may have mixed case, but should otherwise match: {wrong}");
    }

    internal static void ValidateReference(JsonObject? reference, FieldPath path, FieldErrors errors)
    {
        if (reference is null) return;
        var name = reference.Text("name");
        var selector = reference.Object("selector");
        if (name.Length > 0)
        {
            errors.InvalidIf(path.Child("name"), name, NameRules.PathSegment(name, false));
            if (selector is not null) errors.Forbidden(path.Child("name"), "name and selector are mutually exclusive");
        }
        if (selector is not null)
        {
            LabelSelectorValidator.Validate(selector, path.Child("selector"), errors);
            if (name.Length > 0) errors.Forbidden(path.Child("selector"), "name and selector are mutually exclusive");
        }
        if (name.Length == 0 && selector is null) errors.Required(path, "one of name or selector must be specified");
        ChoiceRules.Required(reference, "parameterNotFoundAction", NotFoundActions, path, errors);
    }

    private static void ValidateVersion(string apiVersion, FieldPath path, FieldErrors errors)
    {
        if (apiVersion.Length == 0)
        {
            errors.Required(path);
            return;
        }
        var parts = apiVersion.Split('/');
        if (parts.Length > 2)
        {
            errors.Invalid(path, apiVersion, $"unexpected GroupVersion string: {apiVersion}");
            return;
        }
        var group = parts.Length == 2 ? parts[0] : "";
        if (group.Length > 0) errors.InvalidIf(path, group, Formats.Subdomain(group));
        if (parts[^1].Length == 0) errors.Invalid(path, apiVersion, "version must be specified");
        else errors.InvalidIf(path, parts[^1], Formats.Dns1035Label(parts[^1]));
    }
}
