using Kite.Api.Cel.Libraries.Authorization;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authorization;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>Answers what expressions ask of <c>authorizer</c> during one request; the same question is decided once.</summary>
internal sealed class RequestAuthorizer(IAuthorizer authorizer, UserInfo user) : ICelAuthorizer
{
    private readonly Dictionary<CelAuthorizationCheck, CelDecision> decided = [];

    /// <inheritdoc/>
    public CelDecision Authorize(CelAuthorizationCheck check)
    {
        if (decided.TryGetValue(check, out var known)) return known;
        var decision = authorizer.Authorize(AttributesOf(check));
        return decided[check] = new CelDecision(decision.Allowed, decision.Reason, decision.Error.Length > 0 ? decision.Error : null);
    }

    private AuthorizationAttributes AttributesOf(CelAuthorizationCheck check) => new()
    {
        User = check.ServiceAccount is { } account ? Of(account.Namespace, account.Name) : user,
        Request = check.Path is { } path
            ? new RequestInfo { IsResourceRequest = false, Path = path, Verb = check.Verb }
            : new RequestInfo
            {
                IsResourceRequest = true,
                Path = "",
                Verb = check.Verb,
                Group = check.Group,
                Version = "*",
                Namespace = check.Namespace,
                Resource = check.Resource,
                Subresource = check.Subresource,
                Name = check.Name,
            },
        FieldSelector = check.FieldSelector,
        LabelSelector = check.LabelSelector,
        SelectedName = check.Name.Length == 0 ? FieldSelectorTerms.Exact(check.FieldSelector, "metadata.name") : "",
    };

    private static UserInfo Of(string @namespace, string name) =>
        new($"system:serviceaccount:{@namespace}:{name}", ["system:serviceaccounts", $"system:serviceaccounts:{@namespace}", "system:authenticated"]);
}
