using Kite.Agent.Server.Spdy;
using Kite.Agent.Server.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Sessions;

/// <summary>Opens a client's streams in the protocol that it asks for.</summary>
internal static class RemoteStreamsOpener
{
    private static readonly string[] Versions = ["channel.k8s.io", "v2.channel.k8s.io", "v3.channel.k8s.io", "v4.channel.k8s.io"];

    /// <summary>Upgrades the connection.</summary>
    /// <exception cref="KubeletRequestException">The client asks for nothing that is spoken here.</exception>
    public static async Task<IRemoteStreams> OpenAsync(HttpContext context, StreamRequest wanted, CancellationToken cancellationToken)
    {
        if (SpdyHandshake.IsRequested(context.Request))
        {
            var name = Choose(SpdyHandshake.Offered(context.Request));
            var connection = await SpdyHandshake.AcceptAsync(context, name);
            return await SpdyStreams.OpenAsync(connection, name is null ? 1 : Array.IndexOf(Versions, name) + 1, wanted, cancellationToken);
        }
        if (!WebSocketHandshake.IsRequested(context.Request)) throw new KubeletRequestException(StatusCodes.Status400BadRequest, "Upgrade request required");
        var offered = WebSocketHandshake.Offered(context.Request);
        var protocol = ChannelProtocol.Choose(offered) ?? throw Unsupported(offered);
        var streams = new ChannelStreams(await WebSocketHandshake.AcceptAsync(context, protocol.Name), protocol, wanted);
        await streams.GreetAsync(cancellationToken);
        return streams;
    }

    private static string? Choose(IReadOnlyList<string> offered) => offered.Count == 0 ? null : offered.FirstOrDefault(Versions.Contains) ?? throw Unsupported(offered);

    private static KubeletRequestException Unsupported(IReadOnlyList<string> offered) =>
        new(StatusCodes.Status403Forbidden, $"unable to upgrade: unable to negotiate protocol: client supports [{string.Join(' ', offered)}], server accepts [v5.channel.k8s.io {string.Join(' ', Versions.Reverse())}]");
}
