using Kite.Api.Admission.Patches;
using Kite.Api.Cel;
using Kite.Api.Cel.Libraries.Authorization;
using Kite.Api.Cel.Types;

namespace Kite.Api.Admission;

/// <summary>Compiles the expressions of a policy, or of a webhook's conditions. The order counts: variables may use those before them.</summary>
/// <param name="hasParams">True where there is <c>params</c>.</param>
/// <param name="isMutating">True where patches can be made.</param>
public sealed class ExpressionCompiler(bool hasParams, bool isMutating)
{
    private readonly VariableTypes variables = new();
    private bool hasVariables;
    private CelEnvironment? withAuthorizer;
    private CelEnvironment? withoutAuthorizer;

    /// <summary>Compiles a variable, and makes it known to what is compiled after it.</summary>
    public AdmissionExpression CompileVariable(string name, string text)
    {
        var compiled = Compile(text, ExpressionResult.Any);
        variables.Add(name, compiled.Error is null ? compiled.OutputType : CelType.Dyn);
        if (hasVariables) return compiled;
        hasVariables = true;
        (withAuthorizer, withoutAuthorizer) = (null, null);
        return compiled;
    }

    /// <summary>Compiles an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="result">What it must evaluate to.</param>
    /// <param name="hasAuthorizer">True where there is <c>authorizer</c>.</param>
    public AdmissionExpression Compile(string text, ExpressionResult result, bool hasAuthorizer = true)
    {
        var environment = hasAuthorizer ? withAuthorizer ??= Environment(true) : withoutAuthorizer ??= Environment(false);
        var compilation = environment.Compile(text);
        var error = compilation.Error is { } failed ? (compilation.Issues.Count > 0 ? "compilation failed: " : "program instantiation failed: ") + failed : result.Check(compilation.OutputType);
        return new AdmissionExpression(text, compilation, error);
    }

    private CelEnvironment Environment(bool hasAuthorizer)
    {
        var declared = new List<CelVariable>
        {
            new(ExpressionNames.Object, CelType.Dyn),
            new(ExpressionNames.OldObject, CelType.Dyn),
            new(ExpressionNames.Namespace, RequestTypes.Namespace),
            new(ExpressionNames.Request, RequestTypes.Request),
        };
        if (hasParams) declared.Add(new(ExpressionNames.Params, CelType.Dyn));
        if (hasAuthorizer)
        {
            declared.Add(new(ExpressionNames.Authorizer, AuthorizationValue.AuthorizerType));
            declared.Add(new(ExpressionNames.RequestResource, AuthorizationValue.ResourceCheckType));
        }
        if (hasVariables) declared.Add(new(ExpressionNames.Variables, VariableTypes.Type));
        return new CelEnvironment(new CelEnvironmentOptions
        {
            Functions = isMutating ? AdmissionFunctions.Mutating : AdmissionFunctions.Validating,
            Variables = declared,
            Types = isMutating ? new CombinedTypes(variables, RequestTypes.Instance, PatchTypes.Instance) : new CombinedTypes(variables, RequestTypes.Instance),
        });
    }
}
