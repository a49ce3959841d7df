using System.Net;

namespace Kite.Agent.Network;

/// <summary>What to look for when a node is cleaned up.</summary>
public sealed record NodeCleanupOptions
{
    /// <summary>The Docker Engine's endpoint.</summary>
    public Uri DockerEndpoint { get; init; } = new("unix:///var/run/docker.sock");

    /// <summary>Whose containers to remove; null for those of every Kite node that used this engine.</summary>
    public string? NodeName { get; init; }

    /// <summary>Where Kite keeps its state; null to leave the pods' files alone.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The Docker network's name.</summary>
    public string NetworkName { get; init; } = "kite";

    /// <summary>The address that cluster DNS listens on.</summary>
    public IPAddress DnsAddress { get; init; } = IPAddress.Parse("10.43.0.10");
}
