using System.Security.Cryptography;
using System.Text;
using Kite.Api.Models.CertificatesV1;

namespace Kite.ControlPlane.Controllers.CertificateSigningRequests;

/// <summary>Signs approved requests, each signer's rules observed.</summary>
internal sealed class RequestSigning(ICertificateSigner signer)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>The certificate, or null and why it can't be signed.</summary>
    public (byte[]? Certificate, string Problem) Sign(CertificateSigningRequest request)
    {
        if (RequestedCertificate.Parse(request.Spec.Request) is not { } asked) return (null, "unable to parse the certificate request");
        if (Problem(request, asked) is { } problem) return (null, problem);
        var validity = request.Spec.ExpirationSeconds is { } seconds && TimeSpan.FromSeconds(seconds) < Longest ? TimeSpan.FromSeconds(seconds) : Longest;
        try
        {
            return (Encoding.ASCII.GetBytes(signer.Sign(Encoding.ASCII.GetString(request.Spec.Request), request.Spec.Usages, validity)), "");
        }
        catch (CryptographicException e)
        {
            return (null, e.Message);
        }
    }

    private static string? Problem(CertificateSigningRequest request, RequestedCertificate asked)
    {
        var isServing = request.Spec.SignerName == Signers.KubeletServing;
        var purpose = isServing ? "server auth" : "client auth";
        if (!request.Spec.Usages.Contains(purpose)) return $"usages did not contain required \"{purpose}\"";
        if (request.Spec.Usages.Except(["digital signature", "key encipherment", purpose]).FirstOrDefault() is { } foreign) return $"usage \"{foreign}\" is not permitted by the signer";
        if (request.Spec.SignerName == Signers.ApiServerClient) return null;
        if (asked.Organizations is not ["system:nodes"]) return "subject organization is not system:nodes";
        if (!asked.CommonName.StartsWith("system:node:", StringComparison.Ordinal)) return "subject common name does not begin with system:node: prefix";
        var names = asked.DnsNames.Count + asked.Addresses.Count;
        if (asked.HasOtherNames) return "email and URI subject alternative names are not allowed";
        return isServing == names > 0 ? null : isServing ? "at least one DNS or IP subjectAltName is required" : "DNS and IP subjectAltNames are not allowed";
    }
}
