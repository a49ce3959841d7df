using Kite.ApiServer.Admission.Matching;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>A webhook whose rules match a kind of request.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Match">The resource by which it matches.</param>
/// <param name="Index">Its place among all webhooks of its sort.</param>
internal sealed record WebhookCandidate(RegisteredWebhook Webhook, MatchedResource Match, int Index);
