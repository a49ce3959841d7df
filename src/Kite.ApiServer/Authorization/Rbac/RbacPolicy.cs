using Kite.Api.Models;
using Kite.Api.Models.RbacV1;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Authorization.Rbac;

/// <summary>Keeps the index of roles and bindings current: it is built anew when somebody asks after a change.</summary>
internal sealed class RbacPolicy
{
    private readonly IResourceCache clusterRoles;
    private readonly IResourceCache roles;
    private readonly IResourceCache clusterRoleBindings;
    private readonly IResourceCache roleBindings;
    private readonly Lock building = new();
    private Dictionary<CachedObject, object> parsed = new(ReferenceEqualityComparer.Instance);
    private volatile Snapshot? snapshot;

    public RbacPolicy(IResourceCaches caches)
    {
        clusterRoles = caches.For(ClusterRole.Resource);
        roles = caches.For(Role.Resource);
        clusterRoleBindings = caches.For(ClusterRoleBinding.Resource);
        roleBindings = caches.For(RoleBinding.Resource);
    }

    public RbacIndex Index
    {
        get
        {
            var current = snapshot;
            return current is not null && current.Versions == Versions() ? current.Index : Build();
        }
    }

    private (long, long, long, long) Versions() => (clusterRoles.Version, roles.Version, clusterRoleBindings.Version, roleBindings.Version);

    private RbacIndex Build()
    {
        lock (building)
        {
            // Read before the objects: a change while building makes this index look old, never new.
            var versions = Versions();
            if (snapshot is { } current && current.Versions == versions) return current.Index;
            var kept = new Dictionary<CachedObject, object>(parsed.Count, ReferenceEqualityComparer.Instance);
            var index = new RbacIndex(
                Read<ClusterRole>(clusterRoles, kept).ToDictionary(role => role.Metadata.Name, StringComparer.Ordinal),
                Read<Role>(roles, kept).ToDictionary(role => (role.Metadata.Namespace, role.Metadata.Name)),
                Read<ClusterRoleBinding>(clusterRoleBindings, kept),
                Read<RoleBinding>(roleBindings, kept));
            parsed = kept;
            snapshot = new(versions, index);
            return index;
        }
    }

    /// <summary>Reads all objects; what didn't change since the last time isn't parsed again.</summary>
    private List<T> Read<T>(IResourceCache cache, Dictionary<CachedObject, object> kept)
        where T : class, IApiModel<T>
    {
        var result = new List<T>();
        foreach (var entry in cache.List())
        {
            var value = parsed.TryGetValue(entry, out var known) ? (T)known : entry.Read<T>();
            kept[entry] = value;
            result.Add(value);
        }
        return result;
    }

    private sealed record Snapshot((long, long, long, long) Versions, RbacIndex Index);
}
