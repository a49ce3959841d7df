using Kite.Agent.Join;

namespace Kite.Configuration;

/// <summary>What <c>kite agent</c> is told, checked.</summary>
internal sealed record AgentConfiguration
{
    /// <summary>What every node is told.</summary>
    public required NodeConfiguration Node { get; init; }

    /// <summary>The server to join.</summary>
    public required Uri Server { get; init; }

    /// <summary>The join token; null where the node has its certificate already.</summary>
    public required string? Token { get; init; }

    /// <summary>How the node joins.</summary>
    public JoinOptions JoinOptions => new() { Server = Server, Token = Token, NodeName = Node.NodeName, Directory = Path.Combine(Node.DataDirectory, "agent", "pki") };

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="UsageException">A setting doesn't fit.</exception>
    public static AgentConfiguration From(Settings settings)
    {
        settings.Required(AgentSettings.Join);
        return new AgentConfiguration
        {
            Node = NodeConfiguration.From(settings),
            Server = settings.Parse<Uri?>(AgentSettings.Join, "an address such as https://server:6443", null, TryParseServer)!,
            Token = settings.Text(AgentSettings.Token),
        };
    }

    private static bool TryParseServer(string text, out Uri? server) => Uri.TryCreate(text, UriKind.Absolute, out server) && server.Scheme == Uri.UriSchemeHttps;
}
