using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks references to objects of any kind, and paths with a domain in front.</summary>
internal static class ReferenceRules
{
    /// <summary>A kind and a name that can stand in a path, and the kind's group.</summary>
    internal static void Typed(JsonObject reference, FieldPath path, FieldErrors errors)
    {
        if (reference.TextOrNull("apiGroup") is { } group) errors.InvalidIf(path.Child("apiGroup"), group, Formats.Subdomain(group));
        foreach (var field in (ReadOnlySpan<string>)["kind", "name"])
        {
            var text = reference.Text(field);
            if (text.Length == 0) errors.Required(path.Child(field), $"{field} is required");
            else errors.InvalidIf(path.Child(field), text, NameRules.PathSegment(text, false));
        }
    }

    /// <summary>A path such as <c>example.com/name</c>.</summary>
    internal static void DomainPath(string text, FieldPath path, FieldErrors errors)
    {
        var slash = text.IndexOf('/');
        if (text.Length == 0)
        {
            errors.Required(path);
            return;
        }
        if (slash <= 0 || slash == text.Length - 1)
        {
            errors.Invalid(path, text, "must be a domain-prefixed path (such as \"acme.io/foo\")");
            return;
        }
        errors.InvalidIf(path, text[..slash], Formats.Subdomain(text[..slash]));
        if (text[(slash + 1)..].Any(character => !(char.IsAsciiLetterOrDigit(character) || "/-._~%!$&'()*+,;=:".Contains(character))))
            errors.Invalid(path, text[(slash + 1)..], "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')");
    }
}
