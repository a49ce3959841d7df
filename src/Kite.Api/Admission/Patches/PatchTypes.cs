using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Admission.Patches;

/// <summary>The types that mutating policies make patches of: <c>Object</c> and everything below it, and <c>JSONPatch</c>.</summary>
internal sealed class PatchTypes : ICelTypeProvider
{
    /// <summary>The name of the type of apply configurations.</summary>
    internal const string ObjectName = "Object";

    /// <summary>The name of the type of steps of JSON patches.</summary>
    internal const string StepName = "JSONPatch";

    /// <summary>The types.</summary>
    internal static PatchTypes Instance { get; } = new();

    /// <inheritdoc/>
    public CelType? FindType(string name) => name is ObjectName or StepName || name.StartsWith(ObjectName + ".", StringComparison.Ordinal) ? CelType.Object(name) : null;

    /// <inheritdoc/>
    public CelType? FindField(string typeName, string field) => (typeName, field) switch
    {
        (StepName, "op" or "path" or "from") => CelType.String,
        (StepName, "value") => CelType.Dyn,
        (StepName, _) => null,
        _ => FindType(typeName) is null ? null : CelType.Dyn,
    };

    /// <inheritdoc/>
    public CelValue Create(string typeName, IReadOnlyList<KeyValuePair<string, CelValue>> fields) => CelValue.Of(new PatchObject(typeName, [.. fields]));
}
