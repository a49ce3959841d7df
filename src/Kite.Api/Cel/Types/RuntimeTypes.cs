using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Types;

/// <summary>Whether values are of a type; of lists and maps the first element or entry stands for all.</summary>
internal static class RuntimeTypes
{
    public static bool Fits(CelType type, CelValue value) => type.TypeKind switch
    {
        CelTypeKind.Dyn or CelTypeKind.Parameter => true,
        CelTypeKind.Null => value.Kind is CelKind.Null,
        CelTypeKind.Bool => value.Kind is CelKind.Bool,
        CelTypeKind.Int => value.IsInt,
        CelTypeKind.Uint => value.Kind is CelKind.Uint,
        CelTypeKind.Double => value.Kind is CelKind.Double,
        CelTypeKind.String => value.Kind is CelKind.String,
        CelTypeKind.Bytes => value.Kind is CelKind.Bytes,
        CelTypeKind.Duration => value.Kind is CelKind.Duration,
        CelTypeKind.Timestamp => value.Kind is CelKind.Timestamp,
        CelTypeKind.List => value.Kind is CelKind.List && FitsElement(type.Parameters[0], value.AsList),
        CelTypeKind.Map => value.Kind is CelKind.Map && FitsEntry(type, value.AsMap),
        CelTypeKind.Type => value.Kind is CelKind.Type,
        CelTypeKind.Opaque or CelTypeKind.Object => value.Reference?.RuntimeType.Name == type.Name,
        _ => false,
    };

    private static bool FitsElement(CelType element, CelList list) => element.IsDyn || list.Count == 0 || Fits(element, list[0]);

    private static bool FitsEntry(CelType type, CelMap map)
    {
        var (key, value) = (type.Parameters[0], type.Parameters[1]);
        if ((key.IsDyn && value.IsDyn) || map.Count == 0) return true;
        var first = map.Keys.First();
        return Fits(key, first) && (!map.TryGet(first, out var found) || Fits(value, found));
    }
}
