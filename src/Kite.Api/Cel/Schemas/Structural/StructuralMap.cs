using System.Text.Json.Nodes;
using Kite.Api.Cel.Values;
using Kite.Api.CustomResources;

namespace Kite.Api.Cel.Schemas.Structural;

/// <summary>An object whose schema gives one schema for all its values. Its keys are not escaped.</summary>
internal sealed class StructuralMap(JsonObject map, StructuralSchema values) : CelMap
{
    /// <inheritdoc/>
    public override int Count => map.Count;

    /// <inheritdoc/>
    public override IEnumerable<CelValue> Keys => map.Select(entry => CelValue.Of(entry.Key));

    /// <inheritdoc/>
    public override bool TryGet(CelValue key, out CelValue value)
    {
        value = default;
        return key.Kind is CelKind.String && TryGet(key.AsString, out value);
    }

    /// <inheritdoc/>
    public override bool TryGet(string key, out CelValue value)
    {
        var found = map.TryGetPropertyValue(key, out var node);
        value = found ? StructuralValues.Of(node, values) : default;
        return found;
    }
}
