using Kite.Api.Client;
using Kite.Api.Models;
using Kite.Api.Models.MetaV1;
using Kite.Api.Models.RbacV1;
using Kite.ApiServer.Authorization.Rbac;

namespace Kite.ApiServer.Bootstrap;

/// <summary>Brings the default roles and bindings into the cluster: creates what is missing and adds rules and subjects that an upgrade brought or somebody took away. What users added stays.</summary>
/// <remarks>Objects whose annotation <c>rbac.authorization.kubernetes.io/autoupdate</c> is <c>false</c> are left alone. Without a difference nothing is written.</remarks>
internal sealed class PolicyReconciler(IApiClient client, DefaultPolicy policy)
{
    public const string AutoUpdate = "rbac.authorization.kubernetes.io/autoupdate";

    public async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        await ReconcileAsync(policy.ClusterRoles, Merge, cancellationToken);
        await ReconcileAsync(policy.ClusterRoleBindings, Merge, cancellationToken);
        await ReconcileAsync(policy.Roles, Merge, cancellationToken);
        await ReconcileAsync(policy.RoleBindings, Merge, cancellationToken);
    }

    private static ClusterRole Merge(ClusterRole found, ClusterRole wanted) => found with
    {
        Metadata = Merge(found.Metadata, wanted.Metadata),
        // The rules of an aggregated role are the aggregation controller's.
        Rules = wanted.AggregationRule is null ? Merge(found.Rules, wanted.Rules) : found.Rules,
        AggregationRule = wanted.AggregationRule is null ? found.AggregationRule : Merge(found.AggregationRule, wanted.AggregationRule),
    };

    private static Role Merge(Role found, Role wanted) => found with { Metadata = Merge(found.Metadata, wanted.Metadata), Rules = Merge(found.Rules, wanted.Rules) };

    private static ClusterRoleBinding Merge(ClusterRoleBinding found, ClusterRoleBinding wanted) =>
        found with { Metadata = Merge(found.Metadata, wanted.Metadata), Subjects = Merge(found.Subjects, wanted.Subjects), RoleRef = wanted.RoleRef };

    private static RoleBinding Merge(RoleBinding found, RoleBinding wanted) =>
        found with { Metadata = Merge(found.Metadata, wanted.Metadata), Subjects = Merge(found.Subjects, wanted.Subjects), RoleRef = wanted.RoleRef };

    private static AggregationRule Merge(AggregationRule? found, AggregationRule wanted) =>
        found is null ? wanted : found with { ClusterRoleSelectors = [.. found.ClusterRoleSelectors, .. wanted.ClusterRoleSelectors.Except(found.ClusterRoleSelectors)] };

    private static PolicyRule[] Merge(IReadOnlyList<PolicyRule> found, IReadOnlyList<PolicyRule> wanted) =>
        [.. found, .. wanted.Where(rule => !found.Contains(rule) && RuleCoverage.Uncovered(found, [rule]).Count > 0)];

    private static Subject[] Merge(IReadOnlyList<Subject> found, IReadOnlyList<Subject> wanted) =>
        [.. found, .. wanted.Where(subject => !found.Any(known => known.Kind == subject.Kind && known.Name == subject.Name && (known.Namespace ?? "") == (subject.Namespace ?? "")))];

    private static ObjectMeta Merge(ObjectMeta found, ObjectMeta wanted) => found with { Labels = Merge(found.Labels, wanted.Labels), Annotations = Merge(found.Annotations, wanted.Annotations) };

    private static IReadOnlyDictionary<string, string> Merge(IReadOnlyDictionary<string, string> found, IReadOnlyDictionary<string, string> wanted)
    {
        var merged = new Dictionary<string, string>(found);
        foreach (var (key, value) in wanted) merged.TryAdd(key, value);
        return merged.Count == found.Count ? found : merged;
    }

    private async Task ReconcileAsync<T>(IReadOnlyList<T> wanted, Func<T, T, T> merge, CancellationToken cancellationToken)
        where T : class, IApiObject<T>
    {
        var resource = client.Resource<T>();
        var list = await resource.ListAsync(null, ListQuery.All, cancellationToken);
        var known = list.Items.ToDictionary(item => (item.Metadata.Namespace, item.Metadata.Name));
        foreach (var value in wanted)
        {
            if (!known.TryGetValue((value.Metadata.Namespace, value.Metadata.Name), out var found)) await resource.CreateAsync(value, cancellationToken);
            else if (found.Metadata.Annotations.GetValueOrDefault(AutoUpdate) != "false" && merge(found, value) is { } merged && !merged.Equals(found)) await resource.UpdateAsync(merged, cancellationToken);
        }
    }
}
