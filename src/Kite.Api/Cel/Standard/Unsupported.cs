using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Standard;

/// <summary>The errors of operators whose operands have no meaning for them: upstream names the operator where the left one never has.</summary>
internal static class Unsupported
{
    public static CelValue By(string function, CelValue left, params ReadOnlySpan<CelKind> supporting) =>
        supporting.Contains(left.Kind) ? CelValue.NoSuchOverload() : CelValue.Error($"no such overload: {function}");
}
