using Kite.Api.Models.RbacV1;

namespace Kite.ApiServer.Bootstrap;

/// <summary>The roles and bindings that every cluster starts with.</summary>
internal sealed record DefaultPolicy(
    IReadOnlyList<ClusterRole> ClusterRoles,
    IReadOnlyList<ClusterRoleBinding> ClusterRoleBindings,
    IReadOnlyList<Role> Roles,
    IReadOnlyList<RoleBinding> RoleBindings)
{
    /// <summary>Reads the embedded table.</summary>
    public static DefaultPolicy Load()
    {
        using var stream = typeof(DefaultPolicy).Assembly.GetManifestResourceStream("policy.txt") ?? throw new InvalidOperationException("policy.txt is not embedded");
        using var reader = new StreamReader(stream);
        return new PolicyTable().Read(reader);
    }
}
