using System.Text.Json.Nodes;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;
using Kite.Api.Json;

namespace Kite.Api.Cel.Schemas.Structural;

/// <summary>What a schema keeps without describing it: it can only be compared.</summary>
internal sealed class PreservedValue(JsonNode node) : CelObject
{
    private static readonly CelType Unknown = CelType.Opaque("unknown");

    /// <summary>The JSON.</summary>
    internal JsonNode Node => node;

    /// <inheritdoc/>
    public override CelType RuntimeType => Unknown;

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other) => other is PreservedValue that && JsonNodes.Same(node, that.Node);

    /// <inheritdoc/>
    public override int HashCode() => (int)node.GetValueKind();
}
