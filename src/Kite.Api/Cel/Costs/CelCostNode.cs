using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Costs;

/// <summary>A part of an expression whose size is asked for.</summary>
public sealed class CelCostNode
{
    /// <summary>
    /// How it is reached: a variable, then field names, <c>@items</c>, <c>@keys</c> and <c>@values</c>. Empty where it
    /// is not reached from a variable.
    /// </summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>Its type.</summary>
    public required CelType Type { get; init; }

    /// <summary>Its value where it is a literal.</summary>
    public CelValue? Constant { get; init; }

    /// <summary>The size that the expression itself tells.</summary>
    public SizeEstimate? ComputedSize { get; init; }

    /// <summary>The elements of the list; null where it is none.</summary>
    public CelCostNode? Elements() =>
        Type.TypeKind is CelTypeKind.List ? new CelCostNode { Path = [.. Path, "@items"], Type = Type.Parameters[0] } : null;
}
