using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Libraries.Formats;
using Kite.Api.Cel.Libraries.Networks;
using Kite.Api.Cel.Libraries.Urls;
using Kite.Api.Cel.Standard;
using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Libraries;

/// <summary>
/// What <c>==</c> will cost for the types of the libraries: one unit, where the language would count parts that nobody knows the number of.
/// It has no overloads of its own; it comes before the standard library, whose estimate holds for all else.
/// </summary>
internal static class EqualityLibrary
{
    /// <summary>The most characters that the name of a format has.</summary>
    private const ulong MostFormat = 64;

    /// <summary>The library.</summary>
    internal static CelLibrary Create() => new("kubernetes.equality")
    {
        Functions = [new CelFunction(Operators.Equals) { Estimate = Estimate }],
    };

    private static CelCallEstimate? Estimate(ICelSizes sizes, CelCostNode? target, IReadOnlyList<CelCostNode> arguments)
    {
        var (left, right) = (arguments[0], arguments[1]);
        if (!IsOfLibrary(left.Type) || !left.Type.IsExactly(right.Type)) return StandardCosts.EstimateComparison(sizes, target, arguments);
        var most = left.Type.Name == CelFormat.Type.Name ? MostFormat : left.Type.Name == CelUrl.Type.Name ? right.ComputedSize?.Max ?? 1 : 1;
        return new CelCallEstimate(new CostEstimate(1, most).MultiplyByCostFactor(most == 1 ? 1 : LibraryCosts.Traversal));
    }

    private static bool IsOfLibrary(CelType type) =>
        type.TypeKind is CelTypeKind.Object or CelTypeKind.Opaque &&
        (type.Name == CelIp.Type.Name || type.Name == CelCidr.Type.Name || type.Name == CelFormat.Type.Name || type.Name == CelUrl.Type.Name ||
         type.Name is "kubernetes.Quantity" or "kubernetes.Semver" || type.Name.StartsWith("kubernetes.authorization.", StringComparison.Ordinal));
}
