namespace Kite.Agent.Network;

/// <summary>The network that this node's pods are attached to.</summary>
public interface IPodNetwork
{
    /// <summary>Why the network isn't ready, in words for the node's Ready condition; null once it is.</summary>
    string? NotReadyReason { get; }

    /// <summary>Waits until the network is there (the node has its pod CIDR and the runtime its network) and says how to attach to it. Costs nothing once it is.</summary>
    ValueTask<PodNetworkAttachment> WaitReadyAsync(CancellationToken cancellationToken);

    /// <summary>Takes up the network that the node had before, where there is one, until the API says what its pod CIDR is; for a node whose server can't be reached.</summary>
    void Adopt();

    /// <summary>Says that the runtime did not know the network: it is made again, and <see cref="WaitReadyAsync"/> waits for that.</summary>
    void Invalidate();
}
