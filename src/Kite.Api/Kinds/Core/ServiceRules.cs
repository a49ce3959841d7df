using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Warnings;

namespace Kite.Api.Kinds.Core;

/// <summary>Services. What is allocated (cluster IPs, node ports) comes from the server after these rules.</summary>
internal sealed class ServiceRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    public override void Default(JsonObject value) => ServiceDefaults.Apply(value);

    /// <inheritdoc/>
    public override void PrepareForCreate(JsonObject value)
    {
        base.PrepareForCreate(value);
        var spec = value.ObjectOrNew("spec");
        if (spec.Text("clusterIP") is { Length: > 0 } address && spec.IsEmpty("clusterIPs")) spec["clusterIPs"] = new JsonArray(address);
    }

    /// <inheritdoc/>
    public override void PrepareForUpdate(JsonObject value, JsonObject old, string subresource)
    {
        base.PrepareForUpdate(value, old, subresource);
        if (subresource.Length == 0) ServiceAllocations.Carry(value.ObjectOrNew("spec"), old.Object("spec") ?? []);
    }

    /// <inheritdoc/>
    public override void Warn(JsonObject value, JsonObject? old, Action<string> warn) => ServiceWarnings.Of(value, warn);

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => ServiceValidator.Validate(value, errors);

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ServiceValidator.ValidateChange(value, old, errors);
        ServiceValidator.Validate(value, errors);
    }
}
