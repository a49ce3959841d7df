using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.RbacV1;
using Kite.Api.Selectors;

namespace Kite.ControlPlane.Controllers.ClusterRoles;

/// <summary>Fills ClusterRoles that aggregate others (<c>admin</c>, <c>edit</c>, <c>view</c>) with the rules of those that their selectors match.</summary>
internal sealed class ClusterRoleAggregationController(IApiClient client) : IController
{
    private ILister<ClusterRole> roles = null!;

    /// <inheritdoc/>
    public string Name => "clusterrole-aggregation-controller";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["clusterroles.rbac.authorization.k8s.io"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["clusterroles.rbac.authorization.k8s.io"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var informer = informers.For<ClusterRole>();
        roles = informer.Lister;
        // Any change may concern any aggregated role; there are few of them.
        informer.OnChange(_ =>
        {
            foreach (var role in roles.List())
                if (role.AggregationRule is not null) queue.Add(ObjectKey.Of(role));
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (roles.Get(key) is not { AggregationRule: { } aggregation } role) return null;
        var rules = new List<PolicyRule>();
        foreach (var other in roles.List().OrderBy(other => other.Metadata.Name, StringComparer.Ordinal))
        {
            if (other.Metadata.Name == role.Metadata.Name || !aggregation.ClusterRoleSelectors.Any(selector => selector.Matches(other.Metadata.Labels))) continue;
            rules.AddRange(other.Rules.Where(rule => !rules.Contains(rule)));
        }
        if (!rules.SequenceEqual(role.Rules)) await client.Resource<ClusterRole>().UpdateAsync(role with { Rules = rules }, cancellationToken);
        return null;
    }
}
