using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Libraries;
using Kite.Api.RegularExpressions;

namespace Kite.Api.Admission;

/// <summary>The functions of expressions in admission, made once for the process when they are first needed.</summary>
internal static class AdmissionFunctions
{
    private static readonly Lazy<CelFunctionRegistry> Mutation = new(() => KubernetesLibraries.Mutation(new RegularExpressionCache()));

    /// <summary>For validating policies and match conditions.</summary>
    internal static CelFunctionRegistry Validating => KubernetesLibraries.Shared;

    /// <summary>For mutating policies.</summary>
    internal static CelFunctionRegistry Mutating => Mutation.Value;
}
