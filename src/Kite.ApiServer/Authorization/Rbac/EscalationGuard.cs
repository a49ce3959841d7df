using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.RbacV1;
using Kite.ApiServer.Admission;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Registry;

namespace Kite.ApiServer.Authorization.Rbac;

/// <summary>Nobody gives away more than they have: a role's rules, and the rules of a role that is bound, must be the writer's own, unless they may <c>escalate</c> or <c>bind</c>.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping"/></remarks>
internal sealed class EscalationGuard(IAuthorizer authorizer, RbacAuthorizer rbac) : IAdmissionPlugin
{
    private const string RbacGroup = "rbac.authorization.k8s.io";
    private static readonly PolicyRule[] Everything = [new() { Verbs = ["*"], ApiGroups = ["*"], Resources = ["*"] }, new() { Verbs = ["*"], NonResourceURLs = ["*"] }];

    public string Name => "RbacEscalation";

    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Resource.Group != RbacGroup || request.Object is null || request.Operation is not (AdmissionOperation.Create or AdmissionOperation.Update)) return ValueTask.CompletedTask;
        if (request.User.Groups.Contains(UserGroups.Masters)) return ValueTask.CompletedTask;
        return request.Resource.Plural switch
        {
            "roles" or "clusterroles" => CheckRoleAsync(request, request.Object, cancellationToken),
            "rolebindings" or "clusterrolebindings" => CheckBindingAsync(request, request.Object, cancellationToken),
            _ => ValueTask.CompletedTask,
        };
    }

    private static bool SameAt(AdmissionRequest request, params string[] fields) =>
        request.OldObject is { } old && fields.All(field => JsonNode.DeepEquals(request.Object![field], old[field]));

    private async ValueTask CheckRoleAsync(AdmissionRequest request, JsonObject value, CancellationToken cancellationToken)
    {
        if (SameAt(request, "rules", "aggregationRule") || await MayAsync(request, "escalate", request.Resource.Plural, request.Name, cancellationToken)) return;
        // Read as a ClusterRole: a Role is the same without aggregation.
        var role = value.ToModel<ClusterRole>();
        if (role.AggregationRule is not null && RuleCoverage.Uncovered(rbac.RulesOf(request.User, request.Namespace), Everything).Count > 0)
            throw ApiErrors.Forbidden(request.Resource, request.Name, "must have cluster-admin privileges to use an aggregationRule");
        CheckRules(request, role.Rules);
    }

    private async ValueTask CheckBindingAsync(AdmissionRequest request, JsonObject value, CancellationToken cancellationToken)
    {
        if (SameAt(request, "subjects", "roleRef")) return;
        var reference = value.ToModel<RoleBinding>().RoleRef;
        var plural = reference.Kind == "ClusterRole" ? "clusterroles" : "roles";
        if (await MayAsync(request, "bind", plural, reference.Name, cancellationToken)) return;
        var rules = rbac.RulesOf(reference, request.Namespace) ?? throw ApiErrors.NotFound(new ApiResource(RbacGroup, "v1", plural, reference.Kind, plural == "roles"), reference.Name);
        CheckRules(request, rules);
    }

    private void CheckRules(AdmissionRequest request, IReadOnlyList<PolicyRule> rules)
    {
        var user = request.User;
        var missing = RuleCoverage.Uncovered(rbac.RulesOf(user, request.Namespace), rules);
        if (missing.Count == 0) return;
        throw ApiErrors.Forbidden(
            request.Resource,
            request.Name,
            $"user \"{user.Name}\" (groups={RuleText.Quoted(user.Groups)}) is attempting to grant RBAC permissions not currently held:\n{RuleText.Lines(missing)}");
    }

    private async ValueTask<bool> MayAsync(AdmissionRequest request, string verb, string plural, string name, CancellationToken cancellationToken) => (await authorizer.AuthorizeAsync(
        new()
        {
            User = request.User,
            Request = new()
            {
                IsResourceRequest = true,
                Path = "",
                Verb = verb,
                Group = RbacGroup,
                Version = request.Resource.Version,
                Resource = plural,
                Namespace = request.Namespace,
                Name = name,
            },
        },
        cancellationToken)).Allowed;
}
