using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Discovery;

/// <summary>Endpoint slices; the address type never changes.</summary>
internal sealed class EndpointSliceRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    public override void Default(JsonObject value)
    {
        foreach (var port in value.Objects("ports"))
        {
            if (!port.ContainsKey("name")) port["name"] = "";
            if (port.Text("protocol").Length == 0) port["protocol"] = "TCP";
        }
    }

    /// <inheritdoc/>
    private protected override bool ChangesGeneration(JsonObject value, JsonObject old) =>
        base.ChangesGeneration(value, old) || !JsonNode.DeepEquals(value.Object("metadata")?["labels"], old.Object("metadata")?["labels"]);

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => EndpointSliceValidator.Validate(value, errors);

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ValidateObject(value, errors);
        Immutability.Field(value, old, "addressType", FieldPath.Root, errors);
    }
}
