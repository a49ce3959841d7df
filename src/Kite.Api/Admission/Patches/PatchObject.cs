using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Admission.Patches;

/// <summary>What a mutating policy makes with <c>Object{...}</c>, <c>Object.spec{...}</c> or <c>JSONPatch{...}</c>: a type's name and the fields given.</summary>
internal sealed class PatchObject(string typeName, IReadOnlyList<KeyValuePair<string, CelValue>> fields) : CelObject
{
    private long weight;

    /// <summary>The fields, as they were written.</summary>
    public IReadOnlyList<KeyValuePair<string, CelValue>> Fields => fields;

    /// <summary>The type's name.</summary>
    public string TypeName => typeName;

    /// <inheritdoc/>
    internal override long Weight => weight > 0 ? weight : weight = fields.Aggregate(1L, (sum, pair) => CelWeight.Add(sum, pair.Value.Weight));

    /// <inheritdoc/>
    public override CelType RuntimeType { get; } = CelType.Object(typeName);

    /// <inheritdoc/>
    public override bool TryGetField(string name, out CelValue value)
    {
        foreach (var field in fields)
        {
            if (field.Key != name) continue;
            value = field.Value;
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>What is wrong with the names of types: each must be the path of fields that leads to it from <c>Object</c>; null for nothing.</summary>
    public static string? Mismatch(CelValue value, string path) => value.Kind switch
    {
        // Nobody makes JSON of it either.
        _ when value.Weight > CelWeight.Most => null,
        CelKind.List => MismatchIn(value.AsList, path),
        CelKind.Map => MismatchIn(value.AsMap, path),
        CelKind.Object when value.AsObject is PatchObject patch => patch.Mismatch(path),
        _ => null,
    };

    private string? Mismatch(string path)
    {
        if (typeName != path) return $"unexpected type name \"{typeName}\", expected \"{path}\", which matches field name path from root Object type";
        foreach (var (name, value) in fields)
        {
            if (Mismatch(value, $"{path}.{name}") is { } wrong) return wrong;
        }
        return null;
    }

    private static string? MismatchIn(CelList list, string path)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (Mismatch(list[i], path) is { } wrong) return wrong;
        }
        return null;
    }

    private static string? MismatchIn(CelMap map, string path)
    {
        foreach (var key in map.Keys)
        {
            if (key.Kind is CelKind.String && map.TryGet(key, out var value) && Mismatch(value, $"{path}.{key.AsString}") is { } wrong) return wrong;
        }
        return null;
    }
}
