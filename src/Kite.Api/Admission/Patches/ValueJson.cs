using System.Text.Json.Nodes;
using Kite.Api.Cel.Values;

namespace Kite.Api.Admission.Patches;

/// <summary>Values of expressions as JSON.</summary>
internal static class ValueJson
{
    /// <summary>The JSON of a value; false where it has none (types, errors, maps whose keys aren't text) or would never end.</summary>
    public static bool TryWrite(CelValue value, out JsonNode? node)
    {
        node = null;
        if (value.Weight > CelWeight.Most) return false;
        switch (value.Kind)
        {
            case CelKind.Null:
                return true;
            case CelKind.Bool:
                node = value.AsBool;
                return true;
            case CelKind.Int:
                node = value.AsInt;
                return true;
            case CelKind.Uint:
                node = value.AsUint;
                return true;
            case CelKind.Double when double.IsFinite(value.AsDouble):
                node = value.AsDouble;
                return true;
            case CelKind.String:
                node = value.AsString;
                return true;
            case CelKind.Bytes:
                node = Convert.ToBase64String(value.AsBytes.Content.Span);
                return true;
            case CelKind.Duration or CelKind.Timestamp:
                node = CelText.Plain(value);
                return true;
            case CelKind.List:
                return TryWriteList(value.AsList, out node);
            case CelKind.Map:
                return TryWriteMap(value.AsMap, out node);
            case CelKind.Object when value.AsObject is PatchObject patch:
                return TryWriteFields(patch, out node);
            default:
                return false;
        }
    }

    private static bool TryWriteList(CelList list, out JsonNode? node)
    {
        node = null;
        var written = new JsonArray();
        for (var i = 0; i < list.Count; i++)
        {
            if (!TryWrite(list[i], out var item)) return false;
            written.Add(item);
        }
        node = written;
        return true;
    }

    private static bool TryWriteMap(CelMap map, out JsonNode? node)
    {
        node = null;
        var written = new JsonObject();
        foreach (var key in map.Keys)
        {
            if (key.Kind is not CelKind.String || !map.TryGet(key, out var value) || !TryWrite(value, out var item)) return false;
            written[key.AsString] = item;
        }
        node = written;
        return true;
    }

    private static bool TryWriteFields(PatchObject patch, out JsonNode? node)
    {
        node = null;
        var written = new JsonObject();
        foreach (var (name, value) in patch.Fields)
        {
            if (!TryWrite(value, out var item)) return false;
            written[name] = item;
        }
        node = written;
        return true;
    }
}
