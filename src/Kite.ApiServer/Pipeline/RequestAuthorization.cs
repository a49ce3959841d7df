using Kite.Api.Errors;
using Kite.ApiServer.Audit;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authorization;

namespace Kite.ApiServer.Pipeline;

/// <summary>Lets a request pass only if its user may do what it asks.</summary>
internal sealed class RequestAuthorization(IAuthorizer authorizer)
{
    /// <summary>Checks a request.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="info">What is asked for.</param>
    /// <param name="query">Its parameters; a list or watch whose field selector demands one name counts as that object's.</param>
    /// <param name="cancellationToken">Ends the wait for a webhook.</param>
    /// <param name="audit">Is told of the decision; null where nobody keeps it.</param>
    /// <exception cref="ApiStatusException">It isn't allowed (<c>Forbidden</c>).</exception>
    public ValueTask CheckAsync(UserInfo user, RequestInfo info, RequestQuery query, CancellationToken cancellationToken, AuditEvent? audit = null)
    {
        var isCollection = info.IsResourceRequest && info.Verb is "list" or "watch" or "deletecollection";
        var fieldSelector = isCollection ? query["fieldSelector"] : "";
        var attributes = new AuthorizationAttributes
        {
            User = user,
            Request = info,
            SelectedName = info.Name.Length == 0 ? FieldSelectorTerms.Exact(fieldSelector, "metadata.name") : "",
            FieldSelector = fieldSelector,
            LabelSelector = isCollection ? query["labelSelector"] : "",
        };
        var decision = authorizer.AuthorizeAsync(attributes, cancellationToken);
        if (!decision.IsCompletedSuccessfully) return WaitAsync(attributes, decision, audit);
        Check(attributes, decision.Result, audit);
        return ValueTask.CompletedTask;
    }

    private static async ValueTask WaitAsync(AuthorizationAttributes attributes, ValueTask<AuthorizationDecision> decision, AuditEvent? audit) => Check(attributes, await decision, audit);

    private static void Check(AuthorizationAttributes attributes, AuthorizationDecision decision, AuditEvent? audit)
    {
        audit?.Annotate("authorization.k8s.io/decision", decision.Allowed ? "allow" : "forbid");
        audit?.Annotate("authorization.k8s.io/reason", decision.Reason);
        if (!decision.Allowed) throw ForbiddenMessage.Exception(attributes, decision);
    }
}
