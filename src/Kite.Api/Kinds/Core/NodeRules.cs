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
    public override void Warn(JsonObject value, JsonObject? old, Action<string> warn)
    {
        if (value.Object("spec")?.ContainsKey("configSource") == true)
            warn("spec.configSource: the feature is not supported since 1.24; this field is ignored by kubelet");
        if (value.Object("spec").Text("externalID").Length > 0) warn("spec.externalID: this field is deprecated, and is unused by Kubernetes");
    }

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
