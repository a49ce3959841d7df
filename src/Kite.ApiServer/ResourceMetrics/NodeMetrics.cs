using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Registry;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.ResourceMetrics;

/// <summary><c>nodes.metrics.k8s.io</c>: what nodes use, which <c>kubectl top nodes</c> shows.</summary>
internal sealed class NodeMetrics(IResourceCaches caches, NodeSamplers samplers, TimeProvider clock) : IComputedResource
{
    private const string Kind = "NodeMetrics";
    private readonly IResourceCache nodes = caches.For(Node.Resource);

    /// <inheritdoc/>
    public ApiResource Resource { get; } = new(MetricsObjects.Group, MetricsObjects.Version, "nodes", Kind, false);

    /// <inheritdoc/>
    public async Task<CachedObject> GetAsync(ObjectKey key, CancellationToken cancellationToken) =>
        nodes.Get(key) is { } node && (await MakeAsync([node], cancellationToken)) is [var made] ? made : throw ApiErrors.NotFound(Resource with { Plural = "nodemetrics" }, key.Name);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CachedObject>> ListAsync(ObjectSelection selection, CancellationToken cancellationToken) =>
        MakeAsync([.. nodes.List().Where(selection.Includes)], cancellationToken);

    private async Task<IReadOnlyList<CachedObject>> MakeAsync(IReadOnlyList<CachedObject> about, CancellationToken cancellationToken)
    {
        var samples = await samplers.SampleAsync(about.Select(node => node.Key.Name), cancellationToken);
        var made = new List<CachedObject>(about.Count);
        foreach (var node in about)
        {
            if (!samples.TryGetValue(node.Key.Name, out var sample) || Usage.Between(sample.Before.Node, sample.Now.Node) is not { } usage) continue;
            made.Add(MetricsObjects.Make(node, Kind, clock.GetUtcNow(), writer =>
            {
                usage.WriteTime(writer);
                usage.WriteAmounts(writer);
            }));
        }
        return made;
    }
}
