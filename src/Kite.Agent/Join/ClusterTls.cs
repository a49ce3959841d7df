using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Kite.Agent.Join;

/// <summary>TLS to the cluster's own servers.</summary>
internal static class ClusterTls
{
    /// <summary>A handler that accepts servers of the authority alone, under their right names.</summary>
    public static SocketsHttpHandler CreateHandler(X509Certificate2 authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(authority);
        return new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
            EnableMultipleHttp2Connections = true,
            // A server that is off the network answers nothing at all: who waits for it has better things to do.
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseProxy = false,
        };
    }
}
