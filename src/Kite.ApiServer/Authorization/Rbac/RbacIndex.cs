using Kite.Api.Models.RbacV1;

namespace Kite.ApiServer.Authorization.Rbac;

/// <summary>Who was granted what, ready for lookup; an immutable picture of all roles and bindings at one moment.</summary>
internal sealed class RbacIndex
{
    private readonly Dictionary<SubjectKey, List<Grant>> cluster = [];
    private readonly Dictionary<(string Namespace, SubjectKey Subject), List<Grant>> namespaced = [];
    private readonly Dictionary<SubjectKey, List<string>> missing = [];
    private readonly IReadOnlyDictionary<string, ClusterRole> clusterRoles;
    private readonly IReadOnlyDictionary<(string Namespace, string Name), Role> roles;

    public RbacIndex(
        IReadOnlyDictionary<string, ClusterRole> clusterRoles,
        IReadOnlyDictionary<(string Namespace, string Name), Role> roles,
        IEnumerable<ClusterRoleBinding> clusterRoleBindings,
        IEnumerable<RoleBinding> roleBindings)
    {
        this.clusterRoles = clusterRoles;
        this.roles = roles;
        foreach (var binding in clusterRoleBindings) Add(binding);
        foreach (var binding in roleBindings) Add(binding);
    }

    public IReadOnlyList<Grant> ForCluster(SubjectKey subject) => cluster.TryGetValue(subject, out var grants) ? grants : [];

    public IReadOnlyList<Grant> ForNamespace(string @namespace, SubjectKey subject) => namespaced.TryGetValue((@namespace, subject), out var grants) ? grants : [];

    /// <summary>The roles that bindings of the subject name but that aren't there.</summary>
    public IReadOnlyList<string> Missing(SubjectKey subject) => missing.TryGetValue(subject, out var names) ? names : [];

    /// <summary>The rules behind a reference, or null where the role isn't there.</summary>
    public IReadOnlyList<PolicyRule>? Rules(RoleRef reference, string @namespace) => reference.Kind switch
    {
        "ClusterRole" => clusterRoles.TryGetValue(reference.Name, out var role) ? role.Rules : null,
        "Role" => roles.TryGetValue((@namespace, reference.Name), out var role) ? role.Rules : null,
        _ => null,
    };

    private static string Describe(Subject subject, string bindingNamespace) => subject.Kind == "ServiceAccount"
        ? $"{subject.Kind} \"{subject.Name}/{(string.IsNullOrEmpty(subject.Namespace) ? bindingNamespace : subject.Namespace)}\""
        : $"{subject.Kind} \"{subject.Name}\"";

    private static void Add<TKey>(Dictionary<TKey, List<Grant>> grants, TKey key, Grant grant)
        where TKey : notnull
    {
        if (!grants.TryGetValue(key, out var list)) grants[key] = list = [];
        list.Add(grant);
    }

    private void Add(ClusterRoleBinding binding)
    {
        var rules = Rules(binding.RoleRef, "");
        foreach (var subject in binding.Subjects)
        {
            if (SubjectKey.Of(subject, "") is not { } key) continue;
            if (rules is null) AddMissing(key, binding.RoleRef);
            else Add(cluster, key, new(rules, $"RBAC: allowed by ClusterRoleBinding \"{binding.Metadata.Name}\" of {binding.RoleRef.Kind} \"{binding.RoleRef.Name}\" to {Describe(subject, "")}"));
        }
    }

    private void Add(RoleBinding binding)
    {
        var @namespace = binding.Metadata.Namespace;
        var rules = Rules(binding.RoleRef, @namespace);
        foreach (var subject in binding.Subjects)
        {
            if (SubjectKey.Of(subject, @namespace) is not { } key) continue;
            if (rules is null) AddMissing(key, binding.RoleRef);
            else Add(namespaced, (@namespace, key), new(rules, $"RBAC: allowed by RoleBinding \"{binding.Metadata.Name}/{@namespace}\" of {binding.RoleRef.Kind} \"{binding.RoleRef.Name}\" to {Describe(subject, @namespace)}"));
        }
    }

    private void AddMissing(SubjectKey key, RoleRef reference)
    {
        if (!missing.TryGetValue(key, out var names)) missing[key] = names = [];
        names.Add($"{reference.Kind.ToLowerInvariant()}.rbac.authorization.k8s.io \"{reference.Name}\" not found");
    }
}
