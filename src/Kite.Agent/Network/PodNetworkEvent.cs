namespace Kite.Agent.Network;

/// <summary>What happened to the pod network.</summary>
internal enum PodNetworkEvent
{
    /// <summary>A pod was attached, and the bridge has a port that nobody has set up.</summary>
    Connected,

    /// <summary>The network was removed or changed.</summary>
    Removed,
}
