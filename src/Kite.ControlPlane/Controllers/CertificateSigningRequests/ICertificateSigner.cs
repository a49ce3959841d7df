namespace Kite.ControlPlane.Controllers.CertificateSigningRequests;

/// <summary>The authority that signs what was approved.</summary>
public interface ICertificateSigner
{
    /// <summary>Signs subject, key and alternative names of a request.</summary>
    /// <param name="request">The PKCS#10 request as PEM.</param>
    /// <param name="usages">The usages in the API's words, such as <c>client auth</c>.</param>
    /// <param name="validity">For how long.</param>
    /// <returns>The certificate as PEM.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The request is damaged.</exception>
    string Sign(string request, IReadOnlyList<string> usages, TimeSpan validity);
}
