using Kite.Api.Cel;
using Kite.Api.Cel.Libraries.Authorization;
using Kite.Api.Cel.Schemas;
using Kite.Api.Cel.Types;
using Kite.Api.Models.AdmissionregistrationV1;
using Kite.Api.Schema;

namespace Kite.Api.Admission.TypeChecking;

/// <summary>
/// Checks a validating policy's expressions against the types of the kinds that it matches: what its status warns of. Kinds of
/// CustomResourceDefinitions are passed over; parameters are anything unless their kind is built in.
/// </summary>
public sealed class PolicyTypeChecker
{
    private readonly SchemaTable table;
    private readonly SchemaTableTypes types;
    private readonly MatchedKinds kinds;

    /// <summary>A checker over built-in kinds.</summary>
    public PolicyTypeChecker(SchemaTable table, IReadOnlyList<ResourceRow> resources)
    {
        this.table = table;
        types = new SchemaTableTypes(table);
        kinds = new MatchedKinds(table, resources);
    }

    /// <summary>What is wrong with each expression for some kind; empty where nothing is.</summary>
    public IReadOnlyList<ExpressionWarning> Check(ValidatingAdmissionPolicy policy)
    {
        var environments = kinds.Of(policy).Select(kind => (Kind: kind, Environment: Environment(policy, kind))).ToList();
        var warnings = new List<ExpressionWarning>();
        var validations = policy.Spec?.Validations ?? [];
        for (var i = 0; i < validations.Count; i++)
        {
            Check(validations[i].Expression, $"spec.validations[{i}].expression");
            if (validations[i].MessageExpression is { Length: > 0 } message) Check(message, $"spec.validations[{i}].messageExpression");
        }
        return warnings;

        void Check(string expression, string field)
        {
            var problems = environments.Select(entry => (entry.Kind, entry.Environment.Compile(expression).Error)).Where(entry => entry.Error is not null);
            var text = string.Join('\n', problems.Select(entry => $"{entry.Kind}: {entry.Error}"));
            if (text.Length > 0) warnings.Add(new ExpressionWarning { FieldRef = field, Warning = text });
        }
    }

    private CelEnvironment Environment(ValidatingAdmissionPolicy policy, MatchedKind kind)
    {
        var variables = new VariableTypes();
        var options = new CelEnvironmentOptions
        {
            Functions = AdmissionFunctions.Validating,
            Types = new CombinedTypes(variables, RequestTypes.Instance, types),
            Variables =
            [
                new(ExpressionNames.Object, CelType.Object(kind.TypeName)),
                new(ExpressionNames.OldObject, CelType.Object(kind.TypeName)),
                new(ExpressionNames.Params, ParamsType(policy)),
                new(ExpressionNames.Namespace, RequestTypes.Namespace),
                new(ExpressionNames.Request, RequestTypes.Request),
                new(ExpressionNames.Authorizer, AuthorizationValue.AuthorizerType),
                new(ExpressionNames.RequestResource, AuthorizationValue.ResourceCheckType),
                new(ExpressionNames.Variables, VariableTypes.Type),
            ],
        };
        var environment = new CelEnvironment(options);
        foreach (var variable in policy.Spec?.Variables ?? [])
        {
            var compiled = environment.Compile(variable.Expression);
            variables.Add(variable.Name, compiled.Error is null ? compiled.OutputType : CelType.Dyn);
        }
        return environment;
    }

    private CelType ParamsType(ValidatingAdmissionPolicy policy)
    {
        if (policy.Spec?.ParamKind is not { ApiVersion: { } apiVersion, Kind: { } kind }) return CelType.Dyn;
        var slash = apiVersion.IndexOf('/');
        var name = Packages.TypeName(slash < 0 ? "" : apiVersion[..slash], apiVersion[(slash + 1)..], kind);
        return table.Type(name) is null ? CelType.Dyn : CelType.Object(name);
    }
}
