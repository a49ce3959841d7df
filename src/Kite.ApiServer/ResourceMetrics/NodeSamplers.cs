using System.Collections.Concurrent;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Streaming;
using Kite.ApiServer.WatchCache;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.ResourceMetrics;

/// <summary>The samplers of all nodes.</summary>
internal sealed class NodeSamplers(KubeletClient kubelets, IResourceCaches caches, TimeProvider clock, ILogger<NodeSampler> logger) : IDisposable
{
    private readonly IResourceCache nodes = caches.For(Node.Resource);
    private readonly ConcurrentDictionary<string, NodeSampler> samplers = new(StringComparer.Ordinal);

    /// <summary>Asks nodes, all at once; those that don't answer are left out.</summary>
    public async Task<IReadOnlyDictionary<string, (NodeSample Before, NodeSample Now)>> SampleAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        foreach (var gone in samplers.Keys.Where(name => nodes.Get(new ObjectKey("", name)) is null))
            if (samplers.TryRemove(gone, out var sampler)) sampler.Dispose();
        var asked = names.Distinct(StringComparer.Ordinal).Where(name => nodes.Get(new ObjectKey("", name)) is not null).ToArray();
        var samples = await Task.WhenAll(asked.Select(name => samplers.GetOrAdd(name, _ => new NodeSampler(name, kubelets, clock, logger)).SampleAsync(cancellationToken)));
        return asked.Zip(samples).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => pair.Second!.Value, StringComparer.Ordinal);
    }

    public void Dispose()
    {
        foreach (var sampler in samplers.Values) sampler.Dispose();
    }
}
