namespace Kite.Agent.Server.WebSockets;

/// <summary>A version of the protocol that puts several streams on one WebSocket, the stream's number before every message.</summary>
/// <param name="Name">The WebSocket subprotocol; null where the client named none.</param>
/// <param name="Version">From 1; sizes and statuses as JSON came with 4, ends of single streams with 5.</param>
/// <param name="IsBase64">True where messages are text.</param>
internal sealed record ChannelProtocol(string? Name, int Version, bool IsBase64)
{
    /// <summary>What standard input, output, error, the outcome and terminal sizes are numbered with.</summary>
    public const byte Stdin = 0, Stdout = 1, Stderr = 2, Error = 3, Resize = 4;

    /// <summary>Before the number of a stream that ends.</summary>
    public const byte Close = 255;

    private static readonly ChannelProtocol[] Known =
    [
        new("v5.channel.k8s.io", 5, false),
        new("v4.channel.k8s.io", 4, false),
        new("v4.base64.channel.k8s.io", 4, true),
        new("channel.k8s.io", 1, false),
        new("base64.channel.k8s.io", 1, true),
    ];

    private static readonly ChannelProtocol Unnamed = new(null, 1, false);

    /// <summary>The first known one of those that a client offers, or null.</summary>
    public static ChannelProtocol? Choose(IReadOnlyList<string> offered) =>
        offered.Count == 0 ? Unnamed : offered.Select(name => Array.Find(Known, known => known.Name == name)).FirstOrDefault(known => known is not null);
}
