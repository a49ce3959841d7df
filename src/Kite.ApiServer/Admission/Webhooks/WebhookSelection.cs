using Kite.ApiServer.Admission.Matching;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>Decides by labels and conditions whether a webhook whose rules match is asked.</summary>
internal sealed class WebhookSelection(RequestLabels labels)
{
    /// <summary>True where the webhook is to be asked.</summary>
    /// <exception cref="Api.Errors.ApiStatusException">There is no such namespace.</exception>
    public bool Selects(WebhookCandidate candidate, AdmissionRequest request) =>
        labels.MatchesNamespace(candidate.Webhook.NamespaceSelector, request) && RequestLabels.MatchesObject(candidate.Webhook.ObjectSelector, request);
}
