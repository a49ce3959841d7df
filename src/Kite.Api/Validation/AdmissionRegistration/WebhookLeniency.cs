using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.AdmissionRegistration;

/// <summary>What an update may keep because the stored configuration has it already: what was valid under older rules stays writable.</summary>
/// <param name="AllowsSideEffects">True where webhooks may have side effects, or say nothing of them.</param>
/// <param name="AllowsUnknownReviews">True where webhooks may know no version of reviews that the server sends.</param>
/// <param name="AllowsSameNames">True where webhooks may share a name.</param>
/// <param name="SkipsConditions">True where the match conditions are those stored.</param>
internal sealed record WebhookLeniency(bool AllowsSideEffects, bool AllowsUnknownReviews, bool AllowsSameNames, bool SkipsConditions)
{
    private static readonly WebhookLeniency None = new(false, false, false, false);

    /// <summary>The leniency of an update; none for a creation.</summary>
    internal static WebhookLeniency Of(JsonObject value, JsonObject? old)
    {
        if (old is null) return None;
        var webhooks = old.Objects("webhooks").ToArray();
        return new(
            webhooks.Any(webhook => !WebhookValidator.NoSideEffects.Contains(webhook.Text("sideEffects"))),
            webhooks.Any(webhook => !webhook.IsEmpty("admissionReviewVersions") && !webhook.Texts("admissionReviewVersions").Any(WebhookValidator.KnownReviews.Contains)),
            webhooks.DistinctBy(webhook => webhook.Text("name")).Count() < webhooks.Length,
            SameConditions(value.Objects("webhooks").ToArray(), webhooks));
    }

    private static bool SameConditions(JsonObject[] webhooks, JsonObject[] old) =>
        webhooks.Length == old.Length && webhooks.Zip(old).All(pair => JsonNode.DeepEquals(pair.First["matchConditions"], pair.Second["matchConditions"]));
}
