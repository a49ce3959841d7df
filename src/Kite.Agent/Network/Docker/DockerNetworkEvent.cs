namespace Kite.Agent.Network.Docker;

/// <summary>What happened to a network.</summary>
internal enum DockerNetworkEvent
{
    /// <summary>A container was attached.</summary>
    Connected,

    /// <summary>The network was removed.</summary>
    Removed,
}
