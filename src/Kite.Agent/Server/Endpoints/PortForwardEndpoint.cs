using System.Net.WebSockets;
using Kite.Agent.Runtime;
using Kite.Agent.Server.Forwarding;
using Kite.Agent.Server.Spdy;
using Kite.Agent.Server.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Endpoints;

/// <summary><c>/portForward/{namespace}/{pod}</c>: connections into a pod's network, over SPDY, SPDY inside a WebSocket, or the channels of a WebSocket.</summary>
internal sealed class PortForwardEndpoint(NodePods pods, IRuntimeStreams runtime) : IKubeletEndpoint
{
    private const string Version = "portforward.k8s.io";
    private const string Tunnel = SpdyHandshake.Protocol + "+" + Version;

    private static readonly string[] Channels = ["v4.channel.k8s.io", "v4.base64.channel.k8s.io"];

    public string Name => "portForward";

    public async Task HandleAsync(HttpContext context, string[] segments, CancellationToken cancellationToken)
    {
        if (segments is not [var @namespace, var name, ..]) throw new KubeletRequestException(StatusCodes.Status404NotFound, "404 page not found");
        var pod = pods.Find(@namespace, name);
        var ports = new PodPorts(runtime, pods.Sandbox(pod), pod);
        if (SpdyHandshake.IsRequested(context.Request))
        {
            var offered = SpdyHandshake.Offered(context.Request);
            if (offered.Count > 0 && !offered.Contains(Version)) throw Unsupported(offered, Version);
            using var connection = await SpdyHandshake.AcceptAsync(context, Version);
            await PortForwardConversation.RunAsync(connection, ports, cancellationToken);
        }
        else if (WebSocketHandshake.IsRequested(context.Request))
        {
            var offered = WebSocketHandshake.Offered(context.Request);
            await (offered.Contains(Tunnel) ? TunnelAsync(context, ports, cancellationToken) : ForwardChannelsAsync(context, offered, ports, cancellationToken));
        }
        else
        {
            throw new KubeletRequestException(StatusCodes.Status400BadRequest, "Upgrade request required");
        }
    }

    private static async Task TunnelAsync(HttpContext context, PodPorts ports, CancellationToken cancellationToken)
    {
        using var socket = await WebSocketHandshake.AcceptAsync(context, Tunnel);
        await using var stream = WebSocketStream.Create(socket, WebSocketMessageType.Binary, closeTimeout: TimeSpan.FromSeconds(2));
        using var connection = new SpdyConnection(stream);
        await PortForwardConversation.RunAsync(connection, ports, cancellationToken);
    }

    private static async Task ForwardChannelsAsync(HttpContext context, IReadOnlyList<string> offered, PodPorts ports, CancellationToken cancellationToken)
    {
        var wanted = ChannelPorts.Read(context.Request);
        string[] spoken = [.. offered.Intersect(Channels)];
        if (offered.Count > 0 && spoken.Length == 0) throw Unsupported(offered, string.Join(' ', [Tunnel, .. Channels]));
        var protocol = ChannelProtocol.Choose(spoken)!;
        await ChannelConversation.RunAsync(await WebSocketHandshake.AcceptAsync(context, protocol.Name), protocol, wanted, ports, cancellationToken);
    }

    private static KubeletRequestException Unsupported(IReadOnlyList<string> offered, string known) => new(
        StatusCodes.Status403Forbidden, $"unable to upgrade: unable to negotiate protocol: client supports [{string.Join(' ', offered)}], server accepts [{known}]");
}
