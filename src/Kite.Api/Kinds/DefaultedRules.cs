using System.Text.Json.Nodes;

namespace Kite.Api.Kinds;

/// <summary>Rules of a kind whose demands beyond the schema are defaults only.</summary>
internal sealed class DefaultedRules(KindShape shape, Action<JsonObject> defaults) : KindRules(shape)
{
    /// <inheritdoc/>
    public override void Default(JsonObject value) => defaults(value);
}
