namespace Kite.Agent.Kubelet.Eviction;

/// <summary>Frees disk space of what nobody needs: ended containers, unused images. Asked before pods are evicted.</summary>
internal interface IDiskReclaimer
{
    /// <summary>Frees all that it can.</summary>
    Task ReclaimAsync(CancellationToken cancellationToken);
}
