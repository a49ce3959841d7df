using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Core;

/// <summary>Limit ranges: limits that fit each other.</summary>
internal sealed class LimitRangeRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    public override void Default(JsonObject value) => LimitRangeDefaults.Apply(value);

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => LimitRangeValidator.Validate(value.Object("spec"), Spec.Child("limits"), errors);
}
