namespace Kite.Agent.Server;

/// <summary>Where the kubelet's API listens, once it does.</summary>
public sealed class KubeletServerAddress
{
    /// <summary>The port; 0 until the server listens.</summary>
    public int Port { get; internal set; }
}
