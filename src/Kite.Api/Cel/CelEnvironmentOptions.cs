using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;

namespace Kite.Api.Cel;

/// <summary>What expressions of an environment may use.</summary>
public sealed record CelEnvironmentOptions
{
    /// <summary>The functions, types and macros.</summary>
    public required CelFunctionRegistry Functions { get; init; }

    /// <summary>The variables.</summary>
    public IReadOnlyList<CelVariable> Variables { get; init; } = [];

    /// <summary>The types with fields; none where it is null.</summary>
    public ICelTypeProvider? Types { get; init; }
}
