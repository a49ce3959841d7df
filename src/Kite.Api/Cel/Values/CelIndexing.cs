namespace Kite.Api.Cel.Values;

/// <summary>Reading elements and entries.</summary>
internal static class CelIndexing
{
    /// <summary>The element or entry; false where there is none. An index that can't be one gives an error as the value.</summary>
    public static bool TryIndex(CelValue from, CelValue key, out CelValue value)
    {
        value = default;
        switch (from.Kind)
        {
            case CelKind.Map:
                return from.AsMap.TryGet(key, out value);
            case CelKind.Object:
                return key.Kind is CelKind.String && from.AsObject.TryGetField(key.AsString, out value);
            case CelKind.List:
                if (!TryListIndex(key, out var index))
                {
                    value = UnsupportedIndex(key);
                    return true;
                }
                if (index < 0 || index >= from.AsList.Count) return false;
                value = from.AsList[(int)index];
                return true;
            default:
                return false;
        }
    }

    /// <summary>The error of an index that no list has.</summary>
    public static CelValue UnsupportedIndex(CelValue key) => CelComparison.IsNumber(key.Kind)
        ? CelValue.Error($"unsupported index value {CelText.Plain(key)} in list")
        : CelValue.Error($"unsupported index type '{key.RuntimeType.Name}' in list");

    private static bool TryListIndex(CelValue key, out long index)
    {
        index = key.AsInt;
        if (key.IsInt) return true;
        if (key.Kind is CelKind.Uint) return index >= 0;
        if (key.Kind is not CelKind.Double) return false;
        index = key.AsDouble is > -9e18 and < 9e18 ? (long)key.AsDouble : 0;
        return index == key.AsDouble;
    }
}
