using Microsoft.Extensions.DependencyInjection;

namespace Kite.ControlPlane.Controllers.CertificateSigningRequests;

/// <summary>Registers the signing of certificates.</summary>
public static class CertificateSigningServices
{
    /// <summary>Adds the controller that approves, signs and cleans CertificateSigningRequests.</summary>
    public static IServiceCollection AddCertificateSigning(this IServiceCollection services, ICertificateSigner signer) => services
        .AddSingleton(signer)
        .AddController<CertificateSigningRequestController>("certificate-controller");
}
