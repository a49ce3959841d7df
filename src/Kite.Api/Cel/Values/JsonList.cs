using System.Text.Json.Nodes;

namespace Kite.Api.Cel.Values;

/// <summary>A JSON array as a list.</summary>
internal sealed class JsonList(JsonArray content) : CelList
{
    public override int Count => content.Count;

    public override CelValue this[int index] => CelJson.Adapt(content[index]);
}
