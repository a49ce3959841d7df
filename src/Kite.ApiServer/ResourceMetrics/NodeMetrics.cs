using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.ResourceMetrics;

/// <summary><c>nodes.metrics.k8s.io</c>: what nodes use, which <c>kubectl top nodes</c> shows.</summary>
internal sealed class NodeMetrics(IResourceCaches caches, NodeSamplers samplers, TimeProvider clock)
    : SampledResource(new ApiResource(MetricsObjects.Group, MetricsObjects.Version, "nodes", Kind, false), caches.For(Node.Resource), samplers)
{
    private const string Kind = "NodeMetrics";

    protected override string NodeOf(CachedObject about) => about.Key.Name;

    protected override CachedObject? Make(CachedObject about, NodeSample before, NodeSample now) => Usage.Between(before.Node, now.Node) is not { } usage ? null
        : MetricsObjects.Make(about, Kind, clock.GetUtcNow(), writer =>
        {
            usage.WriteTime(writer);
            usage.WriteAmounts(writer);
        });
}
