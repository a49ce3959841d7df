using System.Net;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Audit;

/// <summary>Where a request came from: what proxies say, then the connection itself.</summary>
internal static class SourceAddresses
{
    /// <summary>The addresses, the farthest first; loopback for requests of the server's own parts.</summary>
    public static IReadOnlyList<string> Of(HttpContext context)
    {
        var addresses = new List<string>();
        foreach (var header in (ReadOnlySpan<string>)["X-Forwarded-For", "X-Real-Ip"])
        {
            foreach (var text in context.Request.Headers[header].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) Add(text);
        }
        var peer = context.Connection.RemoteIpAddress;
        Add((peer is null ? IPAddress.Loopback : peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer).ToString());
        return addresses;

        void Add(string text)
        {
            if (IPAddress.TryParse(text, out var address) && !addresses.Contains(address.ToString())) addresses.Add(address.ToString());
        }
    }
}
