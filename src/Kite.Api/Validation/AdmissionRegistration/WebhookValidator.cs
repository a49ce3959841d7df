using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.AdmissionRegistration;

/// <summary>Checks the webhooks of a configuration, in kube-apiserver's words.</summary>
internal sealed class WebhookValidator(WebhookLeniency leniency, bool isMutating, FieldErrors errors)
{
    /// <summary>The side effects that a webhook may have.</summary>
    internal static readonly string[] NoSideEffects = ["None", "NoneOnDryRun"];

    /// <summary>The versions of reviews that the server sends.</summary>
    internal static readonly string[] KnownReviews = ["v1", "v1beta1"];

    private const int MaxTimeout = 30;
    private static readonly string[] SideEffects = ["None", "NoneOnDryRun", "Some", "Unknown"];
    private static readonly string[] FailurePolicies = ["Fail", "Ignore"];
    private static readonly string[] MatchPolicies = ["Equivalent", "Exact"];
    private static readonly string[] ReinvocationPolicies = ["IfNeeded", "Never"];

    /// <summary>Checks one webhook.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="names">The names of those before it; its own is added.</param>
    internal void Validate(JsonObject webhook, FieldPath path, HashSet<string> names)
    {
        var name = webhook.Text("name");
        ValidateName(name, path.Child("name"));
        var at = 0;
        foreach (var rule in webhook.Objects("rules")) RuleValidator.Validate(rule, path.Child("rules").Item(at++), errors);
        ChoiceRules.Optional(webhook, "failurePolicy", FailurePolicies, path, errors);
        ChoiceRules.Optional(webhook, "matchPolicy", MatchPolicies, path, errors);
        var allowed = leniency.AllowsSideEffects ? SideEffects : NoSideEffects;
        ChoiceRules.Required(webhook, "sideEffects", allowed, path, errors, $"must specify one of {string.Join(", ", allowed)}");
        if (webhook.Integer("timeoutSeconds") is { } timeout and (< 1 or > MaxTimeout)) errors.Invalid(path.Child("timeoutSeconds"), timeout, "the timeout value must be between 1 and 30 seconds");
        LabelSelectorValidator.Validate(webhook.Object("namespaceSelector"), path.Child("namespaceSelector"), errors);
        LabelSelectorValidator.Validate(webhook.Object("objectSelector"), path.Child("objectSelector"), errors);
        if (isMutating) ChoiceRules.Optional(webhook, "reinvocationPolicy", ReinvocationPolicies, path, errors);
        ClientConfigValidator.Validate(webhook.Object("clientConfig"), path.Child("clientConfig"), errors);
        if (!leniency.SkipsConditions) MatchConditionValidator.Validate(webhook, hasParams: false, path.Child("matchConditions"), errors);
        ValidateReviews(webhook, path.Child("admissionReviewVersions"));
        if (name.Length > 0 && !names.Add(name) && !leniency.AllowsSameNames) errors.Duplicate(path.Child("name"), name);
    }

    private void ValidateName(string name, FieldPath path)
    {
        if (name.Length == 0) errors.Required(path);
        else if (Formats.Subdomain(name) is { } wrong) errors.Invalid(path, name, wrong);
        else if (name.Split('.').Length < 3) errors.Invalid(path, name, "should be a domain with at least three segments separated by dots");
    }

    private void ValidateReviews(JsonObject webhook, FieldPath path)
    {
        if (webhook.IsEmpty("admissionReviewVersions"))
        {
            errors.Required(path, $"must specify one of {string.Join(", ", KnownReviews)}");
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var version in webhook.Texts("admissionReviewVersions"))
        {
            var below = path.Item(at++);
            if (!seen.Add(version)) errors.Invalid(below, version, "duplicate version");
            else errors.InvalidIf(below, version, Formats.Dns1035Label(version));
        }
        if (!leniency.AllowsUnknownReviews && !seen.Overlaps(KnownReviews)) errors.Invalid(path, webhook["admissionReviewVersions"], $"must include at least one of {string.Join(", ", KnownReviews)}");
    }
}
