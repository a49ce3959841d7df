using Kite.Api.Cel;
using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Libraries;
using Kite.Api.Cel.Libraries.Authorization;
using Kite.Api.Cel.Types;
using Kite.Api.RegularExpressions;

namespace Kite.UnitTests.Api.Cel.Libraries;

/// <summary>Compiles and evaluates expressions with Kubernetes' libraries.</summary>
internal static class LibraryTesting
{
    private static readonly CelFunctionRegistry Functions = KubernetesLibraries.Mutation(new RegularExpressionCache());

    private static readonly CelEnvironment Environment = new(new CelEnvironmentOptions
    {
        Functions = Functions,
        Variables =
        [
            new CelVariable("text", CelType.String),
            new CelVariable("anything", CelType.Dyn),
            new CelVariable("authorizer", AuthorizationValue.AuthorizerType),
            new CelVariable("authorizer.requestResource", AuthorizationValue.ResourceCheckType),
        ],
    });

    internal static CelCompilation Compile(string expression) => Environment.Compile(expression);

    internal static CelEvaluation Evaluate(string expression, ICelActivation? activation = null)
    {
        var compiled = Compile(expression);
        Assert.That(compiled.Error, Is.Null, expression);
        return compiled.Program!.Evaluate(activation ?? CelActivation.Empty, ulong.MaxValue, CancellationToken.None);
    }

    internal static void IsTrue(string expression)
    {
        var result = Evaluate(expression);
        Assert.That(result.Error, Is.Null, expression);
        Assert.That(result.Value.IsTrue, Is.True, $"{expression} is {result.Value}");
    }

    internal static void Fails(string expression, string error) => Assert.That(Evaluate(expression).Error, Is.EqualTo(error), expression);

    internal static void Costs(string expression, ulong min, ulong max, ulong actual)
    {
        var compiled = Compile(expression);
        Assert.That(compiled.Error, Is.Null, expression);
        Assert.That(compiled.EstimateCost(new Twelve()), Is.EqualTo(new CostEstimate(min, max)), $"estimate of {expression}");
        Assert.That(compiled.Program!.Evaluate(CelActivation.Empty, ulong.MaxValue, CancellationToken.None).Cost, Is.EqualTo(actual), $"cost of {expression}");
    }

    /// <summary>Strings and bytes whose size nothing tells have up to twelve parts.</summary>
    private sealed class Twelve : ICelSizeEstimator
    {
        public SizeEstimate? EstimateSize(CelCostNode node) =>
            node.Type.TypeKind is CelTypeKind.String or CelTypeKind.Bytes ? new SizeEstimate(0, 12) : null;
    }
}
