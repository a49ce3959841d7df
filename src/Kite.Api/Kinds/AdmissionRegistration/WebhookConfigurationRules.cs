using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.AdmissionRegistration;

namespace Kite.Api.Kinds.AdmissionRegistration;

/// <summary>Configurations of admission webhooks, of either sort.</summary>
internal sealed class WebhookConfigurationRules(KindShape shape, bool isMutating) : KindRules(shape)
{
    private static readonly FieldPath Webhooks = FieldPath.Root.Child("webhooks");

    /// <inheritdoc/>
    public override void Default(JsonObject value)
    {
        foreach (var webhook in value.Objects("webhooks")) AdmissionDefaults.Webhook(webhook, isMutating);
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => Validate(value, null, errors);

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors) => Validate(value, old, errors);

    private void Validate(JsonObject value, JsonObject? old, FieldErrors errors)
    {
        var validator = new WebhookValidator(WebhookLeniency.Of(value, old), isMutating, errors);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var webhook in value.Objects("webhooks")) validator.Validate(webhook, Webhooks.Item(at++), names);
    }
}
