using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Core;

/// <summary>Nodes: registered together with their status.</summary>
internal sealed class NodeRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    public override void Default(JsonObject value)
    {
        if (value.Object("status") is not { } status || status.ContainsKey("allocatable")) return;
        if (status.Object("capacity") is { } capacity) status["allocatable"] = capacity.DeepClone();
    }

    /// <inheritdoc/>
    public override void PrepareForCreate(JsonObject value) => value.Metadata().Remove("generation");

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) =>
        NodeValidator.Validate(value, errors);

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        NodeValidator.Validate(value, errors);
        NodeValidator.ValidateChange(value.Object("spec"), old.Object("spec"), errors);
    }
}
