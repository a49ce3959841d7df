using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kite.ApiServer.Certificates;

namespace Kite.Hosting;

/// <summary>The serving certificate of the server's own kubelet: made at the start, in memory, and again when two thirds of its life are over.</summary>
internal sealed class NodeServingCertificate(ClusterCertificates certificates, string nodeName, IPAddress address, TimeProvider clock)
{
    private readonly Lock renewal = new();
    private X509Certificate2? current;

    /// <summary>The certificate as it is to be shown now.</summary>
    public X509Certificate2 Current()
    {
        lock (renewal)
        {
            if (current is null || IsDue(current)) current = Issue();
            return current;
        }
    }

    private X509Certificate2 Issue() => certificates.Issuer.IssueWithNewKey(new CertificateProfile
    {
        CommonName = "system:node:" + nodeName,
        Organizations = ["system:nodes"],
        Usages = CertificateUsages.ServerAuthentication,
        Validity = TimeSpan.FromDays(365),
        DnsNames = [nodeName],
        Addresses = [address],
    });

    private bool IsDue(X509Certificate2 certificate) =>
        clock.GetUtcNow().UtcDateTime >= certificate.NotBefore.ToUniversalTime() + ((certificate.NotAfter - certificate.NotBefore) * 2 / 3);
}
