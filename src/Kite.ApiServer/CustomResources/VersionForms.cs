using System.Collections.Concurrent;
using Kite.Api.Kinds;

namespace Kite.ApiServer.CustomResources;

/// <summary>How the versions that are served show objects, by resource definition.</summary>
internal sealed class VersionForms
{
    private readonly ConcurrentDictionary<ResourceDefinition, VersionForm> forms = new();

    /// <summary>The form of a custom resource's version; null where it isn't served anymore.</summary>
    public VersionForm? Find(ResourceDefinition definition) => forms.GetValueOrDefault(definition);

    /// <summary>Adds the form of a version.</summary>
    public void Add(ResourceDefinition definition, VersionForm form) => forms[definition] = form;

    /// <summary>Forgets versions.</summary>
    public void Remove(IEnumerable<ResourceDefinition> definitions)
    {
        foreach (var definition in definitions) forms.TryRemove(definition, out _);
    }
}
