using System.Collections.Concurrent;
using Kite.Api.Kinds;
using Kite.ApiServer.CustomResources;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry;

/// <summary>The stored resources by definition, each with its cache. What the catalogue doesn't name anymore is forgotten.</summary>
internal sealed class ServedResources : IDisposable
{
    private readonly ResourceCatalogue catalogue;
    private readonly ResourceCaches caches;
    private readonly VersionForms forms;
    private readonly ConcurrentDictionary<ResourceDefinition, ServedResource> served = new();

    /// <summary>The resources of a catalogue.</summary>
    public ServedResources(ResourceCatalogue catalogue, ResourceCaches caches, VersionForms forms)
    {
        this.catalogue = catalogue;
        this.forms = forms;
        this.caches = caches;
        catalogue.Changed += Forget;
    }

    /// <summary>The resource of a definition; null where its objects aren't kept, as when it has gone since it was looked up.</summary>
    public ServedResource? Of(ResourceDefinition definition)
    {
        if (served.TryGetValue(definition, out var found)) return found;
        if (caches.Find(definition.StoredAs.GroupResource) is not { } cache) return null;
        var form = definition.Custom is null ? null : forms.Find(definition);
        if (form is null && definition.Custom is not null) return null;
        var made = new ServedResource(definition, cache, form);
        return IsCurrent(definition) ? served.GetOrAdd(definition, made) : made;
    }

    /// <inheritdoc/>
    public void Dispose() => catalogue.Changed -= Forget;

    private bool IsCurrent(ResourceDefinition definition) => ReferenceEquals(catalogue.Find(definition.Resource), definition);

    private void Forget()
    {
        foreach (var definition in served.Keys)
        {
            if (definition.Custom is not null && !IsCurrent(definition)) served.TryRemove(definition, out _);
        }
    }
}
