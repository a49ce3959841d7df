using Kite.Api.Cel;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Standard;
using Kite.Api.Cel.Types;

namespace Kite.UnitTests.Api.Cel;

/// <summary>Environments for tests, and what expressions come to in them.</summary>
internal static class CelTesting
{
    public static CelFunctionRegistry Functions { get; } = new(
        [StandardLibrary.Instance, StandardLibrary.OptionalTypes, StandardLibrary.TwoVariableComprehensions, StandardLibrary.Bindings]);

    public static CelEnvironment Environment(params CelVariable[] variables) => new(new CelEnvironmentOptions { Functions = Functions, Variables = variables });

    public static CelVariable Variable(string name, CelType type) => new(name, type);

    /// <summary>The value, or "error: " and why there is none.</summary>
    public static string Evaluate(string expression) => Evaluate(Environment(), expression, CelActivation.Empty);

    public static string Evaluate(CelEnvironment environment, string expression, ICelActivation activation)
    {
        var compiled = environment.Compile(expression);
        if (compiled.Program is null) return "compile: " + compiled.Error;
        var evaluation = compiled.Program.Evaluate(activation, 1_000_000, CancellationToken.None);
        return evaluation.Error is { } error ? "error: " + error : evaluation.Value.ToString();
    }
}
