using System.Security.Cryptography.X509Certificates;

namespace Kite.Agent.Join;

/// <summary>What a node proves itself with, and what it knows its server by.</summary>
/// <param name="Authority">The cluster's authority.</param>
/// <param name="Client">The node's client certificate with its key.</param>
public sealed record NodeCredentials(X509Certificate2 Authority, X509Certificate2 Client)
{
    /// <summary>A connection handler that trusts nobody but the cluster's authority and shows the node's certificate.</summary>
    /// <param name="clock">The time, by which a failure to connect is remembered for a while.</param>
    public SocketsHttpHandler CreateHandler(TimeProvider clock)
    {
        var handler = ClusterTls.CreateHandler(Authority);
        handler.ConnectCallback = new ServerDialer(clock).DialAsync;
        // A callback, because a plain list would be filtered by what the server says it accepts.
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => Client;
        return handler;
    }

    /// <summary>True once two thirds of the certificate's life are over.</summary>
    internal bool IsDue(DateTimeOffset now)
    {
        var life = Client.NotAfter - Client.NotBefore;
        return now.UtcDateTime >= Client.NotBefore.ToUniversalTime() + (life * 2 / 3);
    }

    internal bool IsExpired(DateTimeOffset now) => now.UtcDateTime >= Client.NotAfter.ToUniversalTime();
}
