using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kite.Api.Cel.Values;

/// <summary>
/// JSON as values, adapted when it is read: objects are maps with strings as keys, arrays lists, numbers integers where
/// they are whole and fit. Nothing is copied, so the JSON may not change while an expression reads it.
/// </summary>
public static class CelJson
{
    /// <summary>The value of a node; null is <c>null</c>.</summary>
    public static CelValue Adapt(JsonNode? node) => node switch
    {
        null => CelValue.Null,
        JsonObject map => CelValue.Of(new JsonMap(map)),
        JsonArray list => CelValue.Of(new JsonList(list)),
        JsonValue scalar => Adapt(scalar),
        _ => CelValue.Null,
    };

    private static CelValue Adapt(JsonValue scalar)
    {
        switch (scalar.GetValueKind())
        {
            case JsonValueKind.String:
                return CelValue.Of(scalar.GetValue<string>());
            case JsonValueKind.True:
                return CelValue.True;
            case JsonValueKind.False:
                return CelValue.False;
            case JsonValueKind.Number:
                return Number(scalar);
            default:
                return CelValue.Null;
        }
    }

    private static CelValue Number(JsonValue scalar)
    {
        if (scalar.TryGetValue<long>(out var whole)) return CelValue.Of(whole);
        if (scalar.TryGetValue<int>(out var narrow)) return CelValue.Of((long)narrow);
        if (scalar.TryGetValue<double>(out var number)) return CelValue.Of(number);
        return double.TryParse(scalar.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out number) ? CelValue.Of(number) : CelValue.Null;
    }
}
