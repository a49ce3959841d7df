using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Core;

/// <summary>Events of the core group, which may be as loose as those that old clients send.</summary>
internal sealed class EventRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => EventValidator.Validate(value, errors);

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors) => EventValidator.Validate(value, errors);
}
