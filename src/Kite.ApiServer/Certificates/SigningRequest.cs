using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kite.ApiServer.Certificates;

/// <summary>Signs what somebody asks for in a PKCS#10 request; whether they may is decided before.</summary>
public static class SigningRequest
{
    /// <summary>Signs the request's subject, key and subject alternative names.</summary>
    /// <param name="issuer">The authority.</param>
    /// <param name="pem">The request as PEM.</param>
    /// <param name="usages">What the certificate is for.</param>
    /// <param name="validity">For how long.</param>
    /// <returns>The certificate as PEM.</returns>
    /// <exception cref="CryptographicException">The request is damaged, or its signature doesn't fit its key.</exception>
    public static string Sign(this CertificateIssuer issuer, string pem, CertificateUsages usages, TimeSpan validity)
    {
        var request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        var names = request.CertificateExtensions.FirstOrDefault(extension => extension.Oid?.Value == "2.5.29.17");
        var alternatives = names is null ? null : new X509SubjectAlternativeNameExtension(names.RawData);
        using var certificate = issuer.Issue(request.SubjectName, request.PublicKey, new()
        {
            CommonName = "",
            Usages = usages,
            Validity = validity,
            DnsNames = alternatives is null ? [] : [.. alternatives.EnumerateDnsNames()],
            Addresses = alternatives is null ? [] : [.. alternatives.EnumerateIPAddresses()],
        });
        return certificate.ExportCertificatePem() + "\n";
    }
}
