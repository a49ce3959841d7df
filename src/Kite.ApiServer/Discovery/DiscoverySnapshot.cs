using Kite.Api.Kinds;
using Kite.ApiServer.CustomResources;

namespace Kite.ApiServer.Discovery;

/// <summary>What is served at one moment, in the order in which it is listed.</summary>
internal sealed class DiscoverySnapshot
{
    private DiscoverySnapshot(IReadOnlyList<DiscoveryGroup> groups) => Groups = groups;

    /// <summary>The groups, the most important first.</summary>
    public IReadOnlyList<DiscoveryGroup> Groups { get; }

    /// <summary>The group of a name, or null.</summary>
    public DiscoveryGroup? Group(string name) => Groups.FirstOrDefault(group => group.Name == name);

    /// <summary>Puts together what this server serves and what others do; a group version registered for another is that other's alone.</summary>
    public static DiscoverySnapshot Of(IReadOnlyList<ResourceDefinition> resources, IReadOnlyList<(string Group, int GroupPriority, int VersionPriority, DiscoveryVersion Version)> remotes)
    {
        var taken = remotes.Select(remote => (remote.Group, remote.Version.Version)).ToHashSet();
        var local = resources.GroupBy(definition => (definition.Resource.Group, definition.Resource.Version))
            .Where(part => !taken.Contains(part.Key))
            .Select(part => Local(part.Key.Group, part.Key.Version, [.. part]));
        var groups = local.Concat(remotes).GroupBy(entry => entry.Group)
            .OrderByDescending(group => group.Max(entry => entry.GroupPriority)).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new DiscoveryGroup(group.Key, [.. Sorted(group)]));
        return new DiscoverySnapshot([.. groups]);
    }

    private static IEnumerable<DiscoveryVersion> Sorted(IEnumerable<(string Group, int GroupPriority, int VersionPriority, DiscoveryVersion Version)> entries) =>
        entries.OrderByDescending(entry => entry.VersionPriority).ThenByDescending(entry => new KubeVersion(entry.Version.Version)).Select(entry => entry.Version);

    private static (string Group, int GroupPriority, int VersionPriority, DiscoveryVersion Version) Local(string group, string version, ResourceDefinition[] resources)
    {
        var priorities = resources.Any(definition => definition.Custom is null) ? GroupPriorities.Of(group, version) : GroupPriorities.Custom;
        return (group, priorities.Group, priorities.Version, new DiscoveryVersion(version, resources));
    }
}
