using System.Net;
using System.Net.Sockets;
using Kite.Api.Errors;

namespace Kite.ApiServer.Streaming;

/// <summary>Addresses of proxied servers.</summary>
internal static class Backend
{
    /// <summary>An address to call.</summary>
    /// <exception cref="ApiStatusException">The scheme or the port isn't one (<c>BadRequest</c>).</exception>
    public static Uri Address(string scheme, string host, string port, string pathAndQuery)
    {
        if (scheme is not ("http" or "https")) throw ApiErrors.BadRequest($"invalid scheme \"{scheme}\"");
        if (!ushort.TryParse(port, out var number) || number == 0) throw ApiErrors.BadRequest($"invalid port \"{port}\"");
        var name = IPAddress.TryParse(host, out var address) && address.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{host}]" : host;
        return new Uri($"{scheme}://{name}:{number}{pathAndQuery}");
    }
}
