using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation;
using Kite.Api.Validation.AdmissionRegistration;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Checks how objects are converted between versions.</summary>
internal static class ConversionValidator
{
    private static readonly string[] KnownReviews = ["v1", "v1beta1"];

    internal static void Validate(JsonObject value, JsonObject? old, FieldErrors errors)
    {
        if (value.Object("spec").Object("conversion") is not { } conversion) return;
        var path = FieldPath.Root.Child("spec").Child("conversion");
        if (conversion.Text("strategy") != "None" && value.Object("spec").IsSet("preserveUnknownFields"))
            errors.Invalid(path.Child("strategy"), conversion.Text("strategy"), "must be None if spec.preserveUnknownFields is true");
        ChoiceRules.Required(conversion, "strategy", ["None", "Webhook"], path, errors);
        var webhook = conversion.Object("webhook");
        if (conversion.Text("strategy") == "Webhook")
        {
            ValidateClient(webhook.Object("clientConfig"), old, path.Child("webhookClientConfig"), errors);
            ValidateReviews(webhook, old, path.Child("conversionReviewVersions"), errors);
            return;
        }
        const string NotSet = "should not be set when strategy is not set to Webhook";
        if (webhook.Object("clientConfig") is not null) errors.Forbidden(path.Child("webhookClientConfig"), NotSet);
        if (!webhook.IsEmpty("conversionReviewVersions")) errors.Forbidden(path.Child("conversionReviewVersions"), NotSet);
    }

    private static void ValidateClient(JsonObject? config, JsonObject? old, FieldPath path, FieldErrors errors)
    {
        if (config is null)
        {
            errors.Required(path, "required when strategy is set to Webhook");
            return;
        }
        ClientConfigValidator.Validate(config, path, errors);
        var bundle = config.Text("caBundle");
        if (bundle.Length > 0 && !AllowsBadBundle(old) && ProblemOfBundle(bundle) is { } problem) errors.Invalid(path.Child("caBundle"), bundle, problem);
    }

    /// <summary>Until the definition is established, and while the one stored is bad already, a bad bundle may be stored.</summary>
    private static bool AllowsBadBundle(JsonObject? old)
    {
        if (!DefinitionValidator.IsEstablished(old)) return true;
        var bundle = old.Object("spec").Object("conversion").Object("webhook").Object("clientConfig").Text("caBundle");
        return bundle.Length > 0 && ProblemOfBundle(bundle) is not null;
    }

    private static string? ProblemOfBundle(string base64)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(base64)));
            return certificates.Count > 0 ? null : "unable to load root certificates: unable to parse bytes as PEM block";
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return "unable to load root certificates: unable to parse bytes as PEM block";
        }
    }

    private static void ValidateReviews(JsonObject? webhook, JsonObject? old, FieldPath path, FieldErrors errors)
    {
        if (webhook.IsEmpty("conversionReviewVersions"))
        {
            errors.Required(path);
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var version in webhook.Texts("conversionReviewVersions"))
        {
            var below = path.Item(at++);
            if (!seen.Add(version)) errors.Invalid(below, version, "duplicate version");
            else errors.InvalidIf(below, version, Formats.Dns1035Label(version));
        }
        var before = old.Object("spec").Object("conversion").Object("webhook").Texts("conversionReviewVersions").ToArray();
        if (!seen.Overlaps(KnownReviews) && (before.Length == 0 || before.Any(KnownReviews.Contains)))
            errors.Invalid(path, webhook!["conversionReviewVersions"], $"must include at least one of {string.Join(", ", KnownReviews)}");
    }
}
