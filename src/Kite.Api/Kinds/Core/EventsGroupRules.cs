using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Core;

/// <summary>Events of <c>events.k8s.io</c>: complete from the start; afterwards only their series goes on.</summary>
internal sealed class EventsGroupRules(KindShape shape) : KindRules(shape)
{
    private static readonly EventConversion Conversion = new();

    private static readonly string[] Fixed =
    [
        "involvedObject", "reason", "message", "source", "firstTimestamp", "lastTimestamp", "count", "type", "eventTime", "action", "related",
        "reportingComponent", "reportingInstance",
    ];

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var stored = Stored(value);
        EventValidator.Validate(stored, errors);
        EventValidator.ValidateStrict(stored, errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        var stored = Stored(value);
        var before = Stored(old);
        EventValidator.Validate(stored, errors);
        if (!JsonNode.DeepEquals(stored["series"], before["series"])) EventValidator.ValidateSeries(stored, errors);
        foreach (var field in Fixed) Immutability.Field(stored, before, field, FieldPath.Root, errors);
    }

    /// <summary>The event as it is stored, whose names of fields the messages use.</summary>
    private static JsonObject Stored(JsonObject value)
    {
        var stored = (JsonObject)value.DeepClone();
        Conversion.ToStored(stored);
        return stored;
    }
}
