using System.Net;

namespace Kite.Agent.Network;

/// <summary>What to look for when a node is cleaned up.</summary>
public sealed record NodeCleanupOptions
{
    /// <summary>The Docker Engine's endpoint.</summary>
    public Uri DockerEndpoint { get; init; } = new("unix:///var/run/docker.sock");

    /// <summary>The runtime that speaks CRI, in place of Docker; null for Docker.</summary>
    public Uri? RuntimeEndpoint { get; init; }

    /// <summary>Whose containers to remove; null for those of every Kite node that used this engine.</summary>
    public string? NodeName { get; init; }

    /// <summary>Where Kite keeps its state; null to leave that alone.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Where the pods' files are; null to leave them alone.</summary>
    public string? KubeletDirectory { get; init; }

    /// <summary>The name of the bridge device; needed with <see cref="RuntimeEndpoint"/> only, Docker removes its own.</summary>
    public string BridgeName { get; init; } = "kite0";

    /// <summary>The network's name.</summary>
    public string NetworkName { get; init; } = "kite";

    /// <summary>The address that cluster DNS listens on.</summary>
    public IPAddress DnsAddress { get; init; } = IPAddress.Parse("10.43.0.10");
}
