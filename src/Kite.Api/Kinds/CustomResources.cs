namespace Kite.Api.Kinds;

/// <summary>The custom resources at one moment.</summary>
internal sealed class CustomResources
{
    private readonly SortedDictionary<string, IReadOnlyList<ResourceDefinition>> byGroupResource;
    private readonly Dictionary<(string Group, string Version, string Plural), ResourceDefinition> byPlural = [];
    private readonly Dictionary<(string Group, string Version, string Kind), ResourceDefinition> byKind = [];

    internal CustomResources(ResourceDefinition[] builtIn, SortedDictionary<string, IReadOnlyList<ResourceDefinition>> byGroupResource, long version)
    {
        this.byGroupResource = byGroupResource;
        Version = version;
        All = [.. builtIn, .. byGroupResource.Values.SelectMany(versions => versions)];
        foreach (var definition in All.Skip(builtIn.Length))
        {
            var resource = definition.Resource;
            byPlural.TryAdd((resource.Group, resource.Version, resource.Plural), definition);
            byKind.TryAdd((resource.Group, resource.Version, resource.Kind), definition);
        }
    }

    /// <summary>The built-in resources, then these.</summary>
    internal IReadOnlyList<ResourceDefinition> All { get; }

    /// <summary>How many changes led here.</summary>
    internal long Version { get; }

    internal ResourceDefinition? Find(string group, string version, string plural) => byPlural.GetValueOrDefault((group, version, plural));

    internal ResourceDefinition? FindKind(string group, string version, string kind) => byKind.GetValueOrDefault((group, version, kind));

    /// <summary>The same with other versions of one resource.</summary>
    internal CustomResources With(ResourceDefinition[] builtIn, string groupResource, IReadOnlyList<ResourceDefinition> versions)
    {
        var next = new SortedDictionary<string, IReadOnlyList<ResourceDefinition>>(byGroupResource, byGroupResource.Comparer);
        if (versions.Count == 0) next.Remove(groupResource);
        else next[groupResource] = versions;
        return new CustomResources(builtIn, next, Version + 1);
    }
}
