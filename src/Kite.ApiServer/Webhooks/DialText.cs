using System.Net.Sockets;

namespace Kite.ApiServer.Webhooks;

/// <summary>Failures to connect, in the words of Go's dialer, which operators and their tests look for.</summary>
internal static class DialText
{
    /// <summary>What went wrong on the way to an address.</summary>
    public static string Of(string host, int port, SocketException failure)
    {
        var address = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
        return failure.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"dial tcp: lookup {host}: no such host",
            SocketError.ConnectionRefused => $"dial tcp {address}: connect: connection refused",
            SocketError.HostUnreachable => $"dial tcp {address}: connect: no route to host",
            SocketError.NetworkUnreachable => $"dial tcp {address}: connect: network is unreachable",
            SocketError.TimedOut => $"dial tcp {address}: i/o timeout",
            _ => $"dial tcp {address}: connect: {failure.Message}",
        };
    }
}
