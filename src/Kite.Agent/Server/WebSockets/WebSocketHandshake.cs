using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kite.Agent.Server.WebSockets;

/// <summary>Turns a request into a WebSocket (RFC 6455, section 4.2).</summary>
internal static class WebSocketHandshake
{
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>True where the client asks for a WebSocket.</summary>
    public static bool IsRequested(HttpRequest request) => request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase);

    /// <summary>The subprotocols that the client offers, in its order.</summary>
    public static IReadOnlyList<string> Offered(HttpRequest request) => request.Headers.GetCommaSeparatedValues("Sec-WebSocket-Protocol");

    /// <summary>Answers the handshake.</summary>
    /// <exception cref="KubeletRequestException">The request isn't a sound one.</exception>
    public static async Task<WebSocket> AcceptAsync(HttpContext context, string? subprotocol)
    {
        var headers = context.Request.Headers;
        var key = headers["Sec-WebSocket-Key"].ToString();
        if (headers["Sec-WebSocket-Version"] != "13" || key.Length == 0 || context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade)
            throw new KubeletRequestException(StatusCodes.Status400BadRequest, "unable to upgrade: not a WebSocket handshake of version 13");
        var answer = context.Response.Headers;
        answer.Upgrade = "websocket";
#pragma warning disable CA5350 // RFC 6455 asks for SHA-1 here; it proves that the server speaks WebSocket and protects nothing.
        answer["Sec-WebSocket-Accept"] = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));
#pragma warning restore CA5350
        if (subprotocol is not null) answer["Sec-WebSocket-Protocol"] = subprotocol;
        // Clients ping; a server that did so too would wake every idle session. The library need not know the subprotocol: it refuses the slash in the tunnel's name.
        return WebSocket.CreateFromStream(await upgrade.UpgradeAsync(), new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
    }
}
