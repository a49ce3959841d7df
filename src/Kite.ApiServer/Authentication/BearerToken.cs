using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Authentication;

/// <summary>Finds the bearer token of a request.</summary>
internal static class BearerToken
{
    private const string ProtocolPrefix = "base64url.bearer.authorization.k8s.io.";

    /// <summary>The token of the <c>Authorization</c> header, or of the WebSocket subprotocol that browsers use because they can't set that header; null where there is none.</summary>
    public static string? Of(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count > 0 && header[0] is { } value && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            var token = value.AsSpan(7).Trim();
            return token.Length == 0 ? null : token.ToString();
        }
        return context.Request.Headers.SecWebSocketProtocol.Count > 0 ? OfProtocols(context.Request.Headers.SecWebSocketProtocol!) : null;
    }

    private static string? OfProtocols(IEnumerable<string?> headers)
    {
        foreach (var protocol in headers.SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries)))
        {
            if (protocol.StartsWith(ProtocolPrefix, StringComparison.Ordinal) && Base64Url.TryDecode(protocol.AsSpan(ProtocolPrefix.Length), out var bytes))
                return System.Text.Encoding.UTF8.GetString(bytes);
        }
        return null;
    }
}
