using System.Text.Json.Nodes;

namespace Kite.Api.Kinds.Core;

/// <summary>Persistent volumes and claims: their status starts as pending.</summary>
internal sealed class VolumeRules(KindShape shape, Action<JsonObject> defaults) : KindRules(shape)
{
    /// <inheritdoc/>
    public override void Default(JsonObject value) => defaults(value);

    /// <inheritdoc/>
    public override void PrepareForCreate(JsonObject value)
    {
        base.PrepareForCreate(value);
        value["status"] = new JsonObject { ["phase"] = "Pending" };
    }
}
