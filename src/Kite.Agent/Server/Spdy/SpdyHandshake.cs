using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kite.Agent.Server.Spdy;

/// <summary>Turns a request into a SPDY connection.</summary>
internal static class SpdyHandshake
{
    /// <summary>The protocol's name in the <c>Upgrade</c> header.</summary>
    public const string Protocol = "SPDY/3.1";

    /// <summary>The header that says what is spoken inside.</summary>
    public const string VersionHeader = "X-Stream-Protocol-Version";

    /// <summary>True where the client asks for SPDY.</summary>
    public static bool IsRequested(HttpRequest request) => request.Headers.Upgrade.ToString().Equals(Protocol, StringComparison.OrdinalIgnoreCase);

    /// <summary>What the client wants to speak inside, in its order; empty for the first version of all.</summary>
    public static IReadOnlyList<string> Offered(HttpRequest request) => request.Headers.GetCommaSeparatedValues(VersionHeader);

    /// <summary>Answers the handshake.</summary>
    /// <param name="context">The request.</param>
    /// <param name="version">What is spoken inside; null where the client named nothing.</param>
    /// <exception cref="KubeletRequestException">The connection can't be upgraded.</exception>
    public static async Task<SpdyConnection> AcceptAsync(HttpContext context, string? version)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade)
            throw new KubeletRequestException(StatusCodes.Status400BadRequest, "unable to upgrade: missing upgrade headers in request");
        var answer = context.Response.Headers;
        answer.Upgrade = Protocol;
        if (version is not null) answer[VersionHeader] = version;
        return new SpdyConnection(await upgrade.UpgradeAsync());
    }
}
