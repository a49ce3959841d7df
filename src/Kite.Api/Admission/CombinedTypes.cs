using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Admission;

/// <summary>The types of several providers; the first that knows a name counts.</summary>
internal sealed class CombinedTypes(params IReadOnlyList<ICelTypeProvider> providers) : ICelTypeProvider
{
    /// <inheritdoc/>
    public CelType? FindType(string name) => Of(name)?.FindType(name);

    /// <inheritdoc/>
    public CelType? FindField(string typeName, string field) => Of(typeName)?.FindField(typeName, field);

    /// <inheritdoc/>
    public CelValue Create(string typeName, IReadOnlyList<KeyValuePair<string, CelValue>> fields) =>
        Of(typeName)?.Create(typeName, fields) ?? CelValue.Error($"unknown type: {typeName}");

    private ICelTypeProvider? Of(string name)
    {
        foreach (var provider in providers)
        {
            if (provider.FindType(name) is not null) return provider;
        }
        return null;
    }
}
