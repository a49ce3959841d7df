using System.Net.Sockets;

namespace Kite.Agent.Linux;

/// <summary>Why nothing could be connected to, in words that say what is wrong.</summary>
public static class SocketFailures
{
    /// <summary>The failure's message. .NET says of a unix socket that isn't there that its address can't be assigned.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="endpoint">What was to be connected to.</param>
    public static string Describe(Exception failure, Uri endpoint) =>
        endpoint.Scheme == "unix" && failure is SocketException { SocketErrorCode: SocketError.AddressNotAvailable } ? $"{endpoint.AbsolutePath}: no such file or directory" : failure.Message;
}
