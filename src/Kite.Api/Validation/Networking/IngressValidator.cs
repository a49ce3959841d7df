using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Networking;

/// <summary>Checks what an ingress routes where. Names of secrets that are wrong already may stay.</summary>
internal static class IngressValidator
{
    private static readonly string[] PathTypes = ["Exact", "ImplementationSpecific", "Prefix"];
    private static readonly string[] WrongSequences = ["//", "/./", "/../", "%2f", "%2F"];
    private static readonly string[] WrongEnds = ["/..", "/."];

    internal static void Validate(JsonObject? spec, JsonObject? old, FieldPath path, FieldErrors errors)
    {
        var backend = spec.Object("defaultBackend");
        if (spec.IsEmpty("rules") && backend is null) errors.Invalid(path, spec?["rules"] ?? new JsonArray(), "either `defaultBackend` or `rules` must be specified");
        if (backend is not null) IngressBackendValidator.Validate(backend, path.Child("defaultBackend"), errors);
        var at = 0;
        foreach (var rule in spec.Objects("rules")) ValidateRule(rule, path.Child("rules").Item(at++), errors);
        var mayHaveWrongSecrets = old.Objects("tls").Any(tls => WrongSecret(tls) is not null);
        at = 0;
        foreach (var tls in spec.Objects("tls")) ValidateTls(tls, mayHaveWrongSecrets, path.Child("tls").Item(at++), errors);
        if (spec.TextOrNull("ingressClassName") is { } name) errors.InvalidIf(path.Child("ingressClassName"), name, Formats.Subdomain(name));
    }

    private static void ValidateTls(JsonObject tls, bool mayHaveWrongSecrets, FieldPath path, FieldErrors errors)
    {
        var at = 0;
        foreach (var host in tls.Texts("hosts")) errors.InvalidIf(path.Child("hosts").Item(at++), host, WrongHost(host));
        if (!mayHaveWrongSecrets) errors.InvalidIf(path.Child("secretName"), tls.Text("secretName"), WrongSecret(tls));
    }

    private static void ValidateRule(JsonObject rule, FieldPath path, FieldErrors errors)
    {
        if (rule.Text("host") is { Length: > 0 } host)
        {
            if (Formats.IsAddress(host)) errors.Invalid(path.Child("host"), host, "must be a DNS name, not an IP address");
            errors.InvalidIf(path.Child("host"), host, WrongHost(host));
        }
        if (rule.Object("http") is not { } http) return;
        var paths = path.Child("http").Child("paths");
        if (http.IsEmpty("paths")) errors.Required(paths);
        var at = 0;
        foreach (var route in http.Objects("paths")) ValidatePath(route, paths.Item(at++), errors);
    }

    private static void ValidatePath(JsonObject route, FieldPath path, FieldErrors errors)
    {
        var text = route.Text("path");
        switch (route.TextOrNull("pathType"))
        {
            case null:
                errors.Required(path.Child("pathType"), "pathType must be specified");
                return;
            case "Exact" or "Prefix":
                if (!text.StartsWith('/')) errors.Invalid(path.Child("path"), text, "must be an absolute path");
                foreach (var wrong in WrongSequences.Where(wrong => text.Contains(wrong, StringComparison.Ordinal))) errors.Invalid(path.Child("path"), text, $"must not contain '{wrong}'");
                foreach (var wrong in WrongEnds.Where(wrong => text.EndsWith(wrong, StringComparison.Ordinal))) errors.Invalid(path.Child("path"), text, $"cannot end with '{wrong}'");
                break;
            case "ImplementationSpecific":
                if (text.Length > 0 && !text.StartsWith('/')) errors.Invalid(path.Child("path"), text, "must be an absolute path");
                break;
            case var other:
                errors.NotSupported(path.Child("pathType"), other, PathTypes);
                break;
        }
        IngressBackendValidator.Validate(route.Object("backend"), path.Child("backend"), errors);
    }

    private static string? WrongHost(string host) => host.Contains('*') ? Formats.WildcardDomain(host) : Formats.Subdomain(host);

    private static string? WrongSecret(JsonObject tls) => tls.Text("secretName") is { Length: > 0 } name ? Formats.Subdomain(name) : null;
}
