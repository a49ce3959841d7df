using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;
using Kite.Api.Validation;

namespace Kite.Api.Cel.Libraries.Authorization;

/// <summary>Asks whether somebody may do something: <c>authorizer.group("apps").resource("deployments").namespace("a").check("get").allowed()</c>.</summary>
internal static class AuthorizationLibrary
{
    private const ulong CheckCost = 350_000;

    /// <summary>What a selector's list and each of its requirements cost: a list, and an object with a list.</summary>
    private const double SelectorCost = 10, RequirementCost = 50;

    private static readonly CelType Resource = AuthorizationValue.ResourceCheckType;

    /// <summary>The library.</summary>
    internal static CelLibrary Create() => new("kubernetes.authz")
    {
        Types = [AuthorizationValue.AuthorizerType, AuthorizationValue.PathCheckType, AuthorizationValue.GroupCheckType, Resource, DecisionValue.Type],
        Functions =
        [
            Builder("path", "authorizer_path", AuthorizationValue.AuthorizerType, AuthorizationValue.PathCheckType, "path", (check, path) => check with { Path = path }),
            Builder("group", "authorizer_group", AuthorizationValue.AuthorizerType, AuthorizationValue.GroupCheckType, null, (check, group) => check with { Group = group }),
            Builder("resource", "groupcheck_resource", AuthorizationValue.GroupCheckType, Resource, "resource", (check, resource) => check with { Resource = resource }),
            Builder("subresource", "resourcecheck_subresource", Resource, Resource, null, (check, subresource) => check with { Subresource = subresource }),
            Builder("namespace", "resourcecheck_namespace", Resource, Resource, null, (check, name) => check with { Namespace = name }),
            Builder("name", "resourcecheck_name", Resource, Resource, null, (check, name) => check with { Name = name }),
            new CelFunction(
                "serviceAccount",
                new CelOverload("authorizer_serviceaccount", [AuthorizationValue.AuthorizerType, CelType.String, CelType.String], AuthorizationValue.AuthorizerType, true)
                {
                    Variadic = arguments => ServiceAccount(arguments[0], arguments[1].AsString, arguments[2].AsString),
                    Estimate = LibraryCosts.One,
                    IsPure = false,
                }),
            Selector("fieldSelector", "authorizer_fieldselector", (check, selector) => check with { FieldSelector = selector }),
            Selector("labelSelector", "authorizer_labelselector", (check, selector) => check with { LabelSelector = selector }),
            new CelFunction("check", Check("pathcheck_check", AuthorizationValue.PathCheckType), Check("resourcecheck_check", Resource)),
            Answer("allowed", "decision_allowed", CelType.Bool, decision => CelValue.Of(decision.IsAllowed)),
            Answer("reason", "decision_reason", CelType.String, decision => CelValue.Of(decision.Reason)),
            Answer("errored", "decision_errored", CelType.Bool, decision => CelValue.Of(decision.Error is not null)),
            Answer("error", "decision_error", CelType.String, decision => CelValue.Of(decision.Error ?? "")),
        ],
    };

    private static CelFunction Builder(string name, string id, CelType on, CelType result, string? required, Func<CelAuthorizationCheck, string, CelAuthorizationCheck> add) =>
        new(name, new CelOverload(id, [on, CelType.String], result, true)
        {
            Binary = (value, text) => required is not null && string.IsNullOrWhiteSpace(text.AsString)
                ? CelValue.Error($"{required} must not be empty")
                : Of(value).With(result, add(Of(value).Check, text.AsString)),
            Estimate = LibraryCosts.One,
            IsPure = false,
        });

    private static CelFunction Selector(string name, string id, Func<CelAuthorizationCheck, string, CelAuthorizationCheck> add) =>
        new(name, new CelOverload(id, [Resource, CelType.String], Resource, true)
        {
            Binary = (value, text) => Of(value).With(Resource, add(Of(value).Check, text.AsString)),
            Cost = (arguments, _) => SelectorEstimate(SizeEstimate.Fixed((ulong)arguments[1].Size)).Max,
            Estimate = (sizes, _, arguments) => new CelCallEstimate(SelectorEstimate(sizes.SizeOf(arguments[0]))),
            IsPure = false,
        });

    private static CostEstimate SelectorEstimate(SizeEstimate length) => CostEstimate.Fixed((ulong)SelectorCost)
        .Add(length.MultiplyByCostFactor(LibraryCosts.Traversal))
        .Add(length.MultiplyByCostFactor(0.5).MultiplyByCostFactor(RequirementCost));

    private static CelOverload Check(string id, CelType on) => new(id, [on, CelType.String], DecisionValue.Type, true)
    {
        Binary = (value, verb) => CelValue.Of(new DecisionValue(Of(value).Authorizer.Authorize(Of(value).Check with { Verb = verb.AsString }))),
        Cost = (_, _) => CheckCost,
        Estimate = (_, _, _) => new CelCallEstimate(CostEstimate.Fixed(CheckCost)),
        IsPure = false,
    };

    private static CelFunction Answer(string name, string id, CelType result, Func<CelDecision, CelValue> function) =>
        new(name, CelOverload.Member(id, DecisionValue.Type, result, value => function(((DecisionValue)value.AsObject).Decision))) { Estimate = LibraryCosts.One };

    private static AuthorizationValue Of(CelValue value) => (AuthorizationValue)value.AsObject;

    private static CelValue ServiceAccount(CelValue value, string @namespace, string name)
    {
        if (NameRules.Subdomain(name, isPrefix: false) is not null) return CelValue.Error("Invalid service account name");
        if (NameRules.Label(@namespace, isPrefix: false) is not null) return CelValue.Error("Invalid service account namespace");
        return Of(value).With(AuthorizationValue.AuthorizerType, Of(value).Check with { ServiceAccount = (@namespace, name) });
    }
}
