using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.Autoscaling;

namespace Kite.Api.Kinds.Autoscaling;

/// <summary>Horizontal pod autoscalers as <c>autoscaling/v2</c> has them.</summary>
internal sealed class AutoscalerRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    public override void Default(JsonObject value) => AutoscalerDefaults.Apply(value);

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => AutoscalerValidator.Validate(value.Object("spec"), null, errors);

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors) =>
        AutoscalerValidator.Validate(value.Object("spec"), old.Object("spec"), errors);

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors) =>
        CounterRules.NotNegative(value.Object("status"), ["currentReplicas", "desiredReplicas"], errors);
}
