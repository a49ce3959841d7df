using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kite.ApiServer.Streaming;

/// <summary>Upgrades to a connection on which every frame of a WebSocket is written by itself.</summary>
internal sealed class MessageWiseUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    /// <inheritdoc/>
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    /// <summary>True where the client asks for a WebSocket.</summary>
    public static bool IsRequested(HttpRequest request) => request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes it so for a request that asks for a WebSocket.</summary>
    public static void Prepare(HttpContext context)
    {
        if (!IsRequested(context.Request)) return;
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade) context.Features.Set<IHttpUpgradeFeature>(new MessageWiseUpgrade(upgrade));
    }

    /// <inheritdoc/>
    public async Task<Stream> UpgradeAsync() => new MessageWiseStream(await inner.UpgradeAsync());
}
