using Kite.ApiServer.Certificates;
using Kite.ControlPlane.Controllers.CertificateSigningRequests;

namespace Kite.Hosting;

/// <summary>Lets the control plane sign with the cluster's own authority.</summary>
internal sealed class ClusterSigner(ClusterCertificates certificates) : ICertificateSigner
{
    public string Sign(string request, IReadOnlyList<string> usages, TimeSpan validity)
    {
        var wanted = CertificateUsages.None;
        if (usages.Contains("client auth")) wanted |= CertificateUsages.ClientAuthentication;
        if (usages.Contains("server auth")) wanted |= CertificateUsages.ServerAuthentication;
        return certificates.Issuer.Sign(request, wanted, validity);
    }
}
