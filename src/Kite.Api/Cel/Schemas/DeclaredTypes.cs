using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Schemas;

/// <summary>Types with fields that are listed when the provider is made. Expressions can't create their values.</summary>
public sealed class DeclaredTypes : ICelTypeProvider
{
    private readonly Dictionary<string, (CelType Type, IReadOnlyDictionary<string, CelType> Fields)> types = new(StringComparer.Ordinal);

    /// <summary>No types.</summary>
    public DeclaredTypes()
    {
    }

    /// <summary>All types of objects in a declaration.</summary>
    public DeclaredTypes(SchemaDeclaration root) => Add(root);

    /// <summary>Adds a type while the provider is made; returns it.</summary>
    public CelType Add(string name, params IEnumerable<(string Name, CelType Type)> fields)
    {
        var type = CelType.Object(name);
        types[name] = (type, fields.ToDictionary(field => field.Name, field => field.Type, StringComparer.Ordinal));
        return type;
    }

    /// <inheritdoc/>
    public CelType? FindType(string name) => types.TryGetValue(name, out var type) ? type.Type : null;

    /// <inheritdoc/>
    public CelType? FindField(string typeName, string field) =>
        types.TryGetValue(typeName, out var type) && type.Fields.TryGetValue(field, out var found) ? found : null;

    /// <inheritdoc/>
    public CelValue Create(string typeName, IReadOnlyList<KeyValuePair<string, CelValue>> fields) => CelValue.Error($"unknown type '{typeName}'");

    private void Add(SchemaDeclaration declaration)
    {
        if (declaration.Element is { } element) Add(element);
        if (declaration.Type.TypeKind is not CelTypeKind.Object) return;
        types[declaration.Type.Name] = (declaration.Type, declaration.Fields.ToDictionary(field => field.Key, field => field.Value.Type, StringComparer.Ordinal));
        foreach (var field in declaration.Fields.Values) Add(field);
    }
}
