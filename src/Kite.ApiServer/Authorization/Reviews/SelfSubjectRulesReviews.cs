using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Models.AuthorizationV1;
using Kite.Api.Models.RbacV1;
using Kite.ApiServer.Authorization.Nodes;
using Kite.ApiServer.Authorization.Rbac;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;

namespace Kite.ApiServer.Authorization.Reviews;

/// <summary>Serves <c>selfsubjectrulesreviews</c>: what may I do here (<c>kubectl auth can-i --list</c>)?</summary>
internal sealed class SelfSubjectRulesReviews(RbacAuthorizer rbac, AuthorizerChain chain) : ICreateOnlyResource
{
    public string Resource => "selfsubjectrulesreviews.authorization.k8s.io";

    public ValueTask<JsonObject> CreateAsync(ApiRequest request, JsonObject value, CancellationToken cancellationToken)
    {
        var review = value.ToModel<SelfSubjectRulesReview>();
        var @namespace = review.Spec.Namespace ?? "";
        if (@namespace.Length == 0) throw ApiErrors.BadRequest("no namespace on request");
        var rules = rbac.RulesOf(request.User, @namespace);
        var isNode = NodeIdentity.Of(request.User) is not null;
        string[] problems = [isNode ? "node authorizer does not support user rule resolution" : "", rbac.ProblemOf(request.User), chain.HasWebhooks ? "webhook authorizer does not support user rule resolution" : ""];
        var problem = string.Join(", ", problems.Where(text => text.Length > 0));
        var status = new SubjectRulesReviewStatus
        {
            ResourceRules = [.. rules.Where(rule => rule.Resources.Count > 0).Select(Describe)],
            NonResourceRules = [.. rules.Where(rule => rule.NonResourceURLs.Count > 0).Select(rule => new NonResourceRule { Verbs = rule.Verbs, NonResourceURLs = rule.NonResourceURLs })],
            Incomplete = isNode || chain.HasWebhooks,
            EvaluationError = problem.Length == 0 ? null : problem,
        };
        return new((review with { Status = status }).ToNode());
    }

    private static ResourceRule Describe(PolicyRule rule) => new() { Verbs = rule.Verbs, ApiGroups = rule.ApiGroups, Resources = rule.Resources, ResourceNames = rule.ResourceNames };
}
