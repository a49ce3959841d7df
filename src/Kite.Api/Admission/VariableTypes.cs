using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Admission;

/// <summary>The type of <c>variables</c>: a field for each variable of a policy that has been compiled so far.</summary>
internal sealed class VariableTypes : ICelTypeProvider
{
    private readonly Dictionary<string, CelType> fields = new(StringComparer.Ordinal);

    /// <summary>The type.</summary>
    internal static CelType Type { get; } = CelType.Object("kubernetes.variables");

    /// <summary>Adds a variable, or replaces the one of its name.</summary>
    internal void Add(string name, CelType type) => fields[name] = type;

    /// <inheritdoc/>
    public CelType? FindType(string name) => name == Type.Name ? Type : null;

    /// <inheritdoc/>
    public CelType? FindField(string typeName, string field) => typeName == Type.Name ? fields.GetValueOrDefault(field) : null;

    /// <inheritdoc/>
    public CelValue Create(string typeName, IReadOnlyList<KeyValuePair<string, CelValue>> fields) => CelValue.Error($"unsupported conversion to type '{typeName}'");
}
