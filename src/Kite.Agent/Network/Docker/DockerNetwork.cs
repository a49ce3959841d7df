using System.Net;

namespace Kite.Agent.Network.Docker;

/// <summary>A bridge network as Docker has it, or as Kite wants it.</summary>
internal sealed record DockerNetwork
{
    /// <summary>The network's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its addresses; null where Docker names none.</summary>
    public required IPNetwork? Subnet { get; init; }

    /// <summary>The node's own address in it.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>The name of the bridge device.</summary>
    public required string Bridge { get; init; }

    /// <summary>The MTU of its interfaces, or 0 where Docker chooses.</summary>
    public int Mtu { get; init; }

    /// <summary>True where Kite made it.</summary>
    public bool IsKites { get; init; }

    /// <summary>How many running containers are attached.</summary>
    public int Attached { get; init; }
}
