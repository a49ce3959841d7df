using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.Autoscaling;

namespace Kite.Api.Kinds.Autoscaling;

/// <summary>Horizontal pod autoscalers as <c>autoscaling/v1</c> has them: checked in the form of v2, which they are stored in.</summary>
internal sealed class AutoscalerV1Rules(KindShape shape) : KindRules(shape)
{
    private static readonly AutoscalerConversion Conversion = new();

    /// <inheritdoc/>
    public override void Default(JsonObject value) => value.ObjectOrNew("spec").DefaultTo("minReplicas", 1);

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => AutoscalerValidator.Validate(Converted(value), null, errors);

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors) =>
        AutoscalerValidator.Validate(Converted(value), old.Object("spec"), errors);

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors) =>
        CounterRules.NotNegative(value.Object("status"), ["currentReplicas", "desiredReplicas"], errors);

    private static JsonObject? Converted(JsonObject value)
    {
        var copy = (JsonObject)value.DeepClone();
        Conversion.ToStored(copy);
        return copy.Object("spec");
    }
}
