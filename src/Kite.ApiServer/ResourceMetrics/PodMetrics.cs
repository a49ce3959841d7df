using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.ResourceMetrics;

/// <summary><c>pods.metrics.k8s.io</c>: what running pods use, container by container, which <c>kubectl top pods</c> shows and autoscalers go by.</summary>
internal sealed class PodMetrics(IResourceCaches caches, NodeSamplers samplers, TimeProvider clock)
    : SampledResource(new ApiResource(MetricsObjects.Group, MetricsObjects.Version, "pods", Kind, true), caches.For(Pod.Resource), samplers)
{
    private const string Kind = "PodMetrics";

    protected override string NodeOf(CachedObject about) => FieldOf(about, "status.phase") == "Running" ? FieldOf(about, "spec.nodeName") : "";

    protected override CachedObject? Make(CachedObject about, NodeSample before, NodeSample now) => Containers(about.Key, before, now) is { Count: > 0 } containers ? Make(about, containers) : null;

    private static string FieldOf(CachedObject pod, string path) => pod.Fields.TryGetValue(path, out var value) ? value : "";

    private static SortedDictionary<string, Usage> Containers(ObjectKey pod, NodeSample before, NodeSample now)
    {
        var usages = new SortedDictionary<string, Usage>(StringComparer.Ordinal);
        if (!now.Containers.TryGetValue((pod.Namespace, pod.Name), out var containers)) return usages;
        var earlier = before.Containers.GetValueOrDefault((pod.Namespace, pod.Name));
        foreach (var (name, sample) in containers)
            if (Usage.Between(earlier?.GetValueOrDefault(name) ?? default, sample) is { } usage) usages[name] = usage;
        return usages;
    }

    private CachedObject Make(CachedObject pod, SortedDictionary<string, Usage> containers) => MetricsObjects.Make(pod, Kind, clock.GetUtcNow(), writer =>
    {
        // The container that says the most about now speaks for all.
        containers.Values.MaxBy(usage => usage.At).WriteTime(writer);
        writer.WriteStartArray("containers"u8);
        foreach (var (name, usage) in containers)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, name);
            usage.WriteAmounts(writer);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });
}
