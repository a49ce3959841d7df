using Kite.Api.Models.RbacV1;
using Kite.ApiServer.Authentication;

namespace Kite.ApiServer.Authorization.Rbac;

/// <summary>Decides by roles and bindings.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/"/></remarks>
internal sealed class RbacAuthorizer(RbacPolicy policy) : IAuthorizer
{
    public AuthorizationDecision Authorize(AuthorizationAttributes attributes)
    {
        var index = policy.Index;
        var user = attributes.User;
        if (Find(index, new(false, user.Name), attributes) is { } grant) return new(true, grant.Reason);
        foreach (var group in user.Groups)
        {
            if (Find(index, new(true, group), attributes) is { } byGroup) return new(true, byGroup.Reason);
        }
        return new(false, Missing(index, user));
    }

    /// <summary>The rules that a user has in a namespace, cluster-wide ones included; with an empty namespace those alone.</summary>
    public IReadOnlyList<PolicyRule> RulesOf(UserInfo user, string @namespace)
    {
        var index = policy.Index;
        var rules = new List<PolicyRule>();
        foreach (var subject in Subjects(user))
        {
            foreach (var grant in index.ForCluster(subject)) rules.AddRange(grant.Rules);
            if (@namespace.Length == 0) continue;
            foreach (var grant in index.ForNamespace(@namespace, subject)) rules.AddRange(grant.Rules);
        }
        return rules;
    }

    /// <summary>The rules behind a role reference, or null where the role isn't there.</summary>
    public IReadOnlyList<PolicyRule>? RulesOf(RoleRef reference, string @namespace) => policy.Index.Rules(reference, @namespace);

    /// <summary>Which roles the user's bindings name in vain; empty where there are none.</summary>
    public string ProblemOf(UserInfo user) => Missing(policy.Index, user);

    private static IEnumerable<SubjectKey> Subjects(UserInfo user) => user.Groups.Select(group => new SubjectKey(true, group)).Prepend(new(false, user.Name));

    private static Grant? Find(RbacIndex index, SubjectKey subject, AuthorizationAttributes attributes) =>
        Find(index.ForCluster(subject), attributes)
        ?? (attributes.Namespace.Length == 0 ? null : Find(index.ForNamespace(attributes.Namespace, subject), attributes));

    private static Grant? Find(IReadOnlyList<Grant> grants, AuthorizationAttributes attributes)
    {
        for (var i = 0; i < grants.Count; i++)
        {
            var rules = grants[i].Rules;
            for (var j = 0; j < rules.Count; j++)
            {
                if (rules[j].Allows(attributes)) return grants[i];
            }
        }
        return null;
    }

    private static string Missing(RbacIndex index, UserInfo user)
    {
        var names = Subjects(user).SelectMany(index.Missing).Distinct().ToArray();
        return names.Length switch
        {
            0 => "",
            1 => $"RBAC: {names[0]}",
            _ => $"RBAC: [{string.Join(", ", names)}]",
        };
    }
}
