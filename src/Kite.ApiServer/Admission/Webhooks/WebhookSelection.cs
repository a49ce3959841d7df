using Kite.Api.Admission;
using Kite.Api.Errors;
using Kite.ApiServer.Admission.Matching;
using Kite.ApiServer.Admission.Policies;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>Decides by labels and conditions whether a webhook whose rules match is asked.</summary>
internal sealed class WebhookSelection(RequestLabels labels, ExpressionInputs inputs)
{
    private static readonly Dictionary<string, AdmissionExpression> NoVariables = [];

    /// <summary>True where the webhook is to be asked.</summary>
    /// <exception cref="ApiStatusException">There is no such namespace, or conditions can't be evaluated where that counts.</exception>
    public async ValueTask<bool> SelectsAsync(WebhookCandidate candidate, AdmissionRequest request, CancellationToken cancellationToken)
    {
        var webhook = candidate.Webhook;
        if (!labels.MatchesNamespace(webhook.NamespaceSelector, request) || !RequestLabels.MatchesObject(webhook.ObjectSelector, request)) return false;
        if (webhook.Conditions.IsEmpty) return true;
        var evaluator = new ExpressionEvaluator(await inputs.OfAsync(request, candidate.Match, inputs.AuthorizerOf(request), cancellationToken), NoVariables, cancellationToken);
        var match = webhook.Conditions.Match(evaluator, webhook.IgnoresFailures);
        return match.Error is { } error ? throw ApiErrors.Forbidden(request.Resource, request.Name, error) : match.IsMatch;
    }
}
