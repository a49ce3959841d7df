using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.AdmissionRegistration;

/// <summary>Checks how a webhook is to be called: by URL or by Service.</summary>
internal static class ClientConfigValidator
{
    private const string Form = "; desired format: https://host[/path]";

    internal static void Validate(JsonObject? config, FieldPath path, FieldErrors errors)
    {
        var url = config.TextOrNull("url");
        var service = config.Object("service");
        if (url is null == service is null) errors.Required(path, "exactly one of url or service is required");
        else if (url is not null) ValidateUrl(url, path.Child("url"), errors);
        else ValidateService(service!, path.Child("service"), errors);
    }

    private static void ValidateUrl(string url, FieldPath path, FieldErrors errors)
    {
        // Without a scheme it is a path to Go, and here no URL at all: what is missing is said the same way.
        var colon = url.IndexOf("://", StringComparison.Ordinal);
        var scheme = colon < 0 ? "" : url[..colon].ToLowerInvariant();
        Uri? parsed = null;
        if (colon >= 0 && url.Length > colon + 3 && url[colon + 3] is not ('/' or '?' or '#') && !Uri.TryCreate(url, UriKind.Absolute, out parsed))
        {
            errors.Required(path, $"url must be a valid URL: parse \"{url}\": invalid URL{Form}");
            return;
        }
        if (scheme != "https") errors.Invalid(path, scheme, "'https' is the only allowed URL scheme" + Form);
        if (parsed is null || parsed.Host.Length == 0) errors.Invalid(path, "", "host must be provided" + Form);
        if (parsed is null) return;
        if (parsed.UserInfo.Length > 0) errors.Invalid(path, parsed.UserInfo, "user information is not permitted in the URL");
        if (parsed.Fragment.Length > 1) errors.Invalid(path, parsed.Fragment[1..], "fragments are not permitted in the URL");
        if (parsed.Query.Length > 1) errors.Invalid(path, parsed.Query[1..], "query parameters are not permitted in the URL");
    }

    private static void ValidateService(JsonObject service, FieldPath path, FieldErrors errors)
    {
        if (service.Text("name").Length == 0) errors.Required(path.Child("name"), "service name is required");
        if (service.Text("namespace").Length == 0) errors.Required(path.Child("namespace"), "service namespace is required");
        var port = service.Integer("port") ?? 0;
        if (Formats.Port(port) is { } wrong) errors.Invalid(path.Child("port"), port, $"port is not valid: {wrong}");
        if (service.Text("path") is { Length: > 0 } and not "/" and var below) ValidatePath(below, path.Child("path"), errors);
    }

    private static void ValidatePath(string text, FieldPath path, FieldErrors errors)
    {
        if (text == "//")
        {
            errors.Invalid(path, text, "segment[0] may not be empty");
            return;
        }
        if (text[0] != '/') errors.Invalid(path, text, "must start with a '/'");
        var steps = text[1..];
        if (steps.EndsWith('/')) steps = steps[..^1];
        var at = 0;
        foreach (var step in steps.Split('/'))
        {
            var segment = $"segment[{at++}]";
            if (step.Length == 0) errors.Invalid(path, text, $"{segment} may not be empty");
            else if (Formats.Subdomain(step) is { } wrong) errors.Invalid(path, text, $"{segment}: {wrong}");
        }
    }
}
