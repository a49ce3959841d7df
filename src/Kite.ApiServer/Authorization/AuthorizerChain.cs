using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authorization.Nodes;
using Kite.ApiServer.Authorization.Rbac;
using Kite.ApiServer.Authorization.Webhooks;

namespace Kite.ApiServer.Authorization;

/// <summary>Decides in order: <c>system:masters</c> may do anything, then the node rules, then RBAC, unless a configuration says otherwise. The first that allows or denies decides.</summary>
internal sealed class AuthorizerChain(NodeAuthorizer nodes, RbacAuthorizer rbac) : IAuthorizer
{
    private volatile IAuthorizer[]? configured;

    /// <summary>True where a webhook is asked too, which can't say beforehand what it would allow.</summary>
    public bool HasWebhooks => configured?.Any(authorizer => authorizer is WebhookAuthorizer) ?? false;

    /// <summary>Asks these, in this order, from now on; those of them that are webhooks are waited for.</summary>
    public void Configure(IEnumerable<IAuthorizer> authorizers) => configured = [.. authorizers];

    /// <inheritdoc/>
    public AuthorizationDecision Authorize(AuthorizationAttributes attributes)
    {
        if (IsMaster(attributes.User)) return new(true, "");
        return configured is { } authorizers ? AskAsync(authorizers, attributes, CancellationToken.None).AsTask().GetAwaiter().GetResult() : AskBuiltIn(attributes);
    }

    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellationToken)
    {
        if (IsMaster(attributes.User)) return new(new AuthorizationDecision(true, ""));
        return configured is { } authorizers ? AskAsync(authorizers, attributes, cancellationToken) : new(AskBuiltIn(attributes));
    }

    private static bool IsMaster(UserInfo user)
    {
        foreach (var group in user.Groups)
        {
            if (group == UserGroups.Masters) return true;
        }
        return false;
    }

    private static async ValueTask<AuthorizationDecision> AskAsync(IAuthorizer[] authorizers, AuthorizationAttributes attributes, CancellationToken cancellationToken)
    {
        List<string>? reasons = null, errors = null;
        foreach (var authorizer in authorizers)
        {
            var decision = await authorizer.AuthorizeAsync(attributes, cancellationToken);
            if (decision.Allowed || decision.Denied) return decision;
            if (decision.Reason.Length > 0) (reasons ??= []).Add(decision.Reason);
            if (decision.Error.Length > 0) (errors ??= []).Add(decision.Error);
        }
        return new(false, reasons is null ? "" : string.Join('\n', reasons)) { Error = errors is null ? "" : string.Join(", ", errors) };
    }

    private AuthorizationDecision AskBuiltIn(AuthorizationAttributes attributes)
    {
        var byNode = nodes.Authorize(attributes);
        if (byNode.Allowed) return byNode;
        var byRole = rbac.Authorize(attributes);
        if (byRole.Allowed || byNode.Reason.Length == 0) return byRole;
        return byRole.Reason.Length == 0 ? byNode : new(false, $"{byNode.Reason}\n{byRole.Reason}");
    }
}
