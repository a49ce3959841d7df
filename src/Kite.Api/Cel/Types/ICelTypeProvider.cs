using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Types;

/// <summary>Types with fields, known by their names. Implementations are immutable and safe to share.</summary>
public interface ICelTypeProvider
{
    /// <summary>The type of a name; null where it is unknown.</summary>
    CelType? FindType(string name);

    /// <summary>The type of a field; null where the type or the field is unknown.</summary>
    CelType? FindField(string typeName, string field);

    /// <summary>The value of <c>Name{field: value}</c>, or an error value. Only called for names that <see cref="FindType"/> knows.</summary>
    CelValue Create(string typeName, IReadOnlyList<KeyValuePair<string, CelValue>> fields);
}
