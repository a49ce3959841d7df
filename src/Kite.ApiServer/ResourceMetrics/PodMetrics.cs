using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Registry;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.ResourceMetrics;

/// <summary><c>pods.metrics.k8s.io</c>: what running pods use, container by container, which <c>kubectl top pods</c> shows and autoscalers go by.</summary>
internal sealed class PodMetrics(IResourceCaches caches, NodeSamplers samplers, TimeProvider clock) : IComputedResource
{
    private const string Kind = "PodMetrics";
    private readonly IResourceCache pods = caches.For(Pod.Resource);

    /// <inheritdoc/>
    public ApiResource Resource { get; } = new(MetricsObjects.Group, MetricsObjects.Version, "pods", Kind, true);

    /// <inheritdoc/>
    public async Task<CachedObject> GetAsync(ObjectKey key, CancellationToken cancellationToken) =>
        pods.Get(key) is { } pod && (await MakeAsync([pod], cancellationToken)) is [var made] ? made : throw ApiErrors.NotFound(Resource with { Plural = "podmetrics" }, $"{key.Namespace}/{key.Name}");

    /// <inheritdoc/>
    public Task<IReadOnlyList<CachedObject>> ListAsync(ObjectSelection selection, CancellationToken cancellationToken) =>
        MakeAsync([.. pods.List(selection.Namespace.Length == 0 ? null : selection.Namespace).Where(selection.Includes)], cancellationToken);

    private static string FieldOf(CachedObject pod, string path) => pod.Fields.TryGetValue(path, out var value) ? value : "";

    private async Task<IReadOnlyList<CachedObject>> MakeAsync(IReadOnlyList<CachedObject> about, CancellationToken cancellationToken)
    {
        var running = about.Where(pod => FieldOf(pod, "status.phase") == "Running" && FieldOf(pod, "spec.nodeName").Length > 0).ToArray();
        var samples = await samplers.SampleAsync(running.Select(pod => FieldOf(pod, "spec.nodeName")), cancellationToken);
        var made = new List<CachedObject>(running.Length);
        foreach (var pod in running)
        {
            if (!samples.TryGetValue(FieldOf(pod, "spec.nodeName"), out var sample) || Containers(pod.Key, sample.Before, sample.Now) is not { Count: > 0 } containers) continue;
            made.Add(Make(pod, containers));
        }
        return made;
    }

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
