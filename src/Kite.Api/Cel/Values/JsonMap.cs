using System.Text.Json.Nodes;

namespace Kite.Api.Cel.Values;

/// <summary>A JSON object as a map.</summary>
internal sealed class JsonMap(JsonObject content) : CelMap
{
    public override int Count => content.Count;

    public override IEnumerable<CelValue> Keys
    {
        get
        {
            foreach (var entry in content) yield return CelValue.Of(entry.Key);
        }
    }

    public override bool TryGet(CelValue key, out CelValue value)
    {
        value = default;
        return key.Kind is CelKind.String && TryGet(key.AsString, out value);
    }

    public override bool TryGet(string key, out CelValue value)
    {
        var found = content.TryGetPropertyValue(key, out var node);
        value = CelJson.Adapt(node);
        return found;
    }
}
