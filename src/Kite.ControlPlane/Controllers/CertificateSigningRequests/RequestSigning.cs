using System.Security.Cryptography;
using System.Text;
using Kite.Api.Models.CertificatesV1;

namespace Kite.ControlPlane.Controllers.CertificateSigningRequests;

/// <summary>Signs approved requests, each signer's rules observed.</summary>
internal sealed class RequestSigning(ICertificateSigner signer)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>The certificate, or null and why it can't be signed.</summary>
    public (byte[]? Certificate, string Problem) Sign(CertificateSigningRequest request)
    {
        if (RequestedCertificate.Parse(request.Spec.Request) is not { } asked) return (null, "unable to parse the certificate request");
        if (Problem(request, asked) is { } problem) return (null, problem);
        var validity = request.Spec.ExpirationSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, Shortest.TotalSeconds, Longest.TotalSeconds)) : Longest;
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
        return request.Spec.SignerName == Signers.ApiServerClient ? ClientUsageProblem(request.Spec.Usages) : NodeProblem(asked, isServing) ?? NodeUsageProblem(request.Spec.Usages, isServing ? "server auth" : "client auth");
    }

    private static string? ClientUsageProblem(IReadOnlyList<string> usages)
    {
        if (usages.FirstOrDefault(usage => usage is not ("digital signature" or "key encipherment" or "client auth")) is { } foreign) return $"invalid usage for client certificate: {foreign}";
        return usages.Contains("client auth") ? null : "missing required usage for client certificate: client auth";
    }

    private static string? NodeProblem(RequestedCertificate asked, bool isServing)
    {
        if (asked.Organizations is not ["system:nodes"]) return "subject organization is not system:nodes";
        if (!asked.CommonName.StartsWith("system:node:", StringComparison.Ordinal)) return "subject common name does not begin with system:node: prefix";
        if (asked.HasOtherNames) return "Email and URI subjectAltNames are not allowed";
        if (isServing) return asked.DnsNames.Count + asked.Addresses.Count == 0 ? "DNS or IP subjectAltName is required" : null;
        if (asked.DnsNames.Count > 0) return "DNS subjectAltNames are not allowed";
        return asked.Addresses.Count > 0 ? "IP subjectAltNames are not allowed" : null;
    }

    private static string? NodeUsageProblem(IReadOnlyList<string> usages, string purpose)
    {
        var held = usages.ToHashSet(StringComparer.Ordinal);
        held.Remove("key encipherment");
        return held.SetEquals(["digital signature", purpose]) ? null : $"usages did not match [{string.Join(' ', new[] { purpose, "digital signature", "key encipherment" }.Order(StringComparer.Ordinal))}]";
    }
}
