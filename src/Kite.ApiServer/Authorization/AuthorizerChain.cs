using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authorization.Nodes;
using Kite.ApiServer.Authorization.Rbac;

namespace Kite.ApiServer.Authorization;

/// <summary>Decides in upstream's order: <c>system:masters</c> may do anything, then the node rules, then RBAC. Nobody forbids, the first that allows decides.</summary>
internal sealed class AuthorizerChain(NodeAuthorizer nodes, RbacAuthorizer rbac) : IAuthorizer
{
    public AuthorizationDecision Authorize(AuthorizationAttributes attributes)
    {
        if (IsMaster(attributes.User)) return new(true, "");
        var byNode = nodes.Authorize(attributes);
        if (byNode.Allowed) return byNode;
        var byRole = rbac.Authorize(attributes);
        if (byRole.Allowed || byNode.Reason.Length == 0) return byRole;
        return byRole.Reason.Length == 0 ? byNode : new(false, $"{byNode.Reason}\n{byRole.Reason}");
    }

    private static bool IsMaster(UserInfo user)
    {
        foreach (var group in user.Groups)
        {
            if (group == UserGroups.Masters) return true;
        }
        return false;
    }
}
