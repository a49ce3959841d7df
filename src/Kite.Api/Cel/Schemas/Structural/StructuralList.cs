using System.Text.Json.Nodes;
using Kite.Api.Cel.Values;
using Kite.Api.CustomResources;

namespace Kite.Api.Cel.Schemas.Structural;

/// <summary>A list whose schema gives one schema for all its items.</summary>
internal sealed class StructuralList(JsonArray list, StructuralSchema items) : CelList
{
    /// <inheritdoc/>
    public override int Count => list.Count;

    /// <inheritdoc/>
    public override CelValue this[int index] => StructuralValues.Of(list[index], items);
}
