using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Kite.ApiServer.Streaming;

/// <summary>How the API server and kubelets know each other.</summary>
/// <param name="Authority">The authority that signs kubelets' serving certificates.</param>
/// <param name="Client">The API server's client certificate; asked at every handshake, so that it can be renewed.</param>
internal sealed record KubeletTls(X509Certificate2 Authority, Func<X509Certificate2> Client)
{
    /// <summary>The settings of a connection.</summary>
    public SslClientAuthenticationOptions ToOptions()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(Authority);
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = policy,
            // A callback, because a plain list would be filtered by what the server says it accepts.
            LocalCertificateSelectionCallback = (_, _, _, _, _) => Client(),
        };
    }
}
