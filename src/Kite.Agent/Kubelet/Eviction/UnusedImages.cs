using Kite.Agent.Images;

namespace Kite.Agent.Kubelet.Eviction;

/// <summary>Frees what images take that no container was made from.</summary>
internal sealed class UnusedImages(ImageGarbageCollector images) : IDiskReclaimer
{
    public Task ReclaimAsync(CancellationToken cancellationToken) => images.RemoveUnusedAsync(cancellationToken);
}
