using Kite.Api.Models.RbacV1;
using Kite.ApiServer.Authorization.Rbac;
using Kite.ApiServer.Bootstrap;

namespace Kite.ApiServer.Authorization.Nodes;

/// <summary>What every node may do alike: the rules of the <c>system:node</c> role.</summary>
internal sealed class NodeRules(DefaultPolicy policy)
{
    private readonly IReadOnlyList<PolicyRule> rules = policy.ClusterRoles.Single(role => role.Metadata.Name == "system:node").Rules;

    public bool Allow(AuthorizationAttributes attributes)
    {
        foreach (var rule in rules)
        {
            if (rule.Allows(attributes)) return true;
        }
        return false;
    }
}
