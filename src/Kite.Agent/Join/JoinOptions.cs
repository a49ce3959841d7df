namespace Kite.Agent.Join;

/// <summary>How a node joins.</summary>
public sealed record JoinOptions
{
    /// <summary>The server, such as <c>https://10.0.0.1:6443</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>The join token; null is enough once the node has its certificate.</summary>
    public string? Token { get; init; }

    /// <summary>The node's name.</summary>
    public required string NodeName { get; init; }

    /// <summary>Where the node's credentials are kept, such as <c>/var/lib/kite/agent/pki</c>.</summary>
    public required string Directory { get; init; }
}
