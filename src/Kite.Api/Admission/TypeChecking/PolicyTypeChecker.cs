using Kite.Api.Cel;
using Kite.Api.Cel.Libraries.Authorization;
using Kite.Api.Cel.Schemas;
using Kite.Api.Cel.Types;
using Kite.Api.Models.AdmissionregistrationV1;
using Kite.Api.Schema;

namespace Kite.Api.Admission.TypeChecking;

/// <summary>
/// Checks a validating policy's expressions against the types of the kinds that it matches: what its status warns of. Kinds of which nothing is known are
/// passed over; parameters of such a kind don't exist for it, as upstream has it.
/// </summary>
public sealed class PolicyTypeChecker
{
    private readonly SchemaTable table;
    private readonly SchemaTableTypes types;
    private readonly MatchedKinds kinds;

    /// <summary>A checker that knows the built-in kinds.</summary>
    public PolicyTypeChecker(SchemaTable table, IReadOnlyList<ResourceRow> resources)
    {
        this.table = table;
        types = new SchemaTableTypes(table);
        kinds = new MatchedKinds(resources);
    }

    /// <summary>The group versions that a policy is about and that aren't built in.</summary>
    public IReadOnlyList<(string Group, string Version)> Unknown(ValidatingAdmissionPolicy policy)
    {
        var unknown = kinds.Unknown(policy);
        if (ParamKind(policy) is { } param && table.Type(Packages.TypeName(param.Group, param.Version, param.Kind)) is null) unknown = unknown.Append((param.Group, param.Version));
        return [.. unknown.Distinct()];
    }

    /// <summary>What is wrong with each expression for some kind; empty where nothing is.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="published">What is known of <see cref="Unknown"/>.</param>
    public IReadOnlyList<ExpressionWarning> Check(ValidatingAdmissionPolicy policy, IReadOnlyList<PublishedVersion> published)
    {
        var known = new KnownTypes(table, types, published);
        var environments = new List<(MatchedKind Kind, CelEnvironment Environment)>();
        foreach (var kind in kinds.Of(policy, published))
        {
            if (known.Of(kind) is { } type) environments.Add((kind, Environment(policy, kind, type, known)));
        }
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
            var text = string.Join('\n', problems.Select(entry => $"{entry.Kind}: {entry.Error}\n"));
            if (text.Length > 0) warnings.Add(new ExpressionWarning { FieldRef = field, Warning = text });
        }
    }

    private static MatchedKind? ParamKind(ValidatingAdmissionPolicy policy)
    {
        if (policy.Spec?.ParamKind is not { ApiVersion: { } apiVersion, Kind: { } kind }) return null;
        var slash = apiVersion.IndexOf('/');
        return new MatchedKind(slash < 0 ? "" : apiVersion[..slash], apiVersion[(slash + 1)..], kind);
    }

    private static CelEnvironment Environment(ValidatingAdmissionPolicy policy, MatchedKind kind, CelType type, KnownTypes known)
    {
        var variables = new VariableTypes();
        var declared = new List<CelVariable>
        {
            new(ExpressionNames.Object, type),
            new(ExpressionNames.OldObject, type),
            new(ExpressionNames.Namespace, RequestTypes.Namespace),
            new(ExpressionNames.Request, RequestTypes.Request),
            new(ExpressionNames.Authorizer, AuthorizationValue.AuthorizerType),
            new(ExpressionNames.RequestResource, AuthorizationValue.ResourceCheckType),
            new(ExpressionNames.Variables, VariableTypes.Type),
        };
        var param = ParamKind(policy);
        if (param is { } named && known.Of(named) is { } paramType) declared.Add(new(ExpressionNames.Params, paramType));
        var environment = new CelEnvironment(new CelEnvironmentOptions
        {
            Functions = AdmissionFunctions.Validating,
            Types = new CombinedTypes(variables, RequestTypes.Instance, known.Provider([kind, .. param is { } other ? [other] : Array.Empty<MatchedKind>()])),
            Variables = declared,
        });
        foreach (var variable in policy.Spec?.Variables ?? [])
        {
            var compiled = environment.Compile(variable.Expression);
            variables.Add(variable.Name, compiled.Error is null ? compiled.OutputType : CelType.Dyn);
        }
        return environment;
    }
}
