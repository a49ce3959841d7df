using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.ApiServer.Registry;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.ResourceMetrics;

/// <summary>Objects that say what others use, made when somebody asks from what nodes say of themselves.</summary>
internal abstract class SampledResource(ApiResource resource, IResourceCache objects, NodeSamplers samplers) : IComputedResource
{
    /// <inheritdoc/>
    public ApiResource Resource => resource;

    /// <inheritdoc/>
    public async Task<CachedObject> GetAsync(ObjectKey key, CancellationToken cancellationToken) => objects.Get(key) is { } found && await MakeAsync([found], cancellationToken) is [var made]
        ? made : throw ApiErrors.NotFound(resource with { Plural = resource.Kind.ToLowerInvariant() }, resource.IsNamespaced ? $"{key.Namespace}/{key.Name}" : key.Name);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CachedObject>> ListAsync(ObjectSelection selection, CancellationToken cancellationToken) =>
        MakeAsync([.. objects.List(selection.Namespace.Length == 0 ? null : selection.Namespace).Where(selection.Includes)], cancellationToken);

    /// <summary>The node that knows what an object uses; empty where none does.</summary>
    protected abstract string NodeOf(CachedObject about);

    /// <summary>What an object uses, from two samples of its node; null where they don't say.</summary>
    protected abstract CachedObject? Make(CachedObject about, NodeSample before, NodeSample now);

    private async Task<IReadOnlyList<CachedObject>> MakeAsync(IReadOnlyList<CachedObject> about, CancellationToken cancellationToken)
    {
        var samples = await samplers.SampleAsync(about.Select(NodeOf).Where(node => node.Length > 0), cancellationToken);
        var made = new List<CachedObject>(about.Count);
        foreach (var one in about)
            if (samples.TryGetValue(NodeOf(one), out var sample) && Make(one, sample.Before, sample.Now) is { } usage) made.Add(usage);
        return made;
    }
}
