using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;
using Kite.ApiServer.Certificates;

namespace Kite.ApiServer.Authentication;

/// <summary>Checks a client certificate against the cluster's authority and reads the user off its subject.</summary>
internal sealed class ClientCertificateVerifier(X509Certificate2 authority, TimeProvider timeProvider)
{
    /// <summary>The user that the certificate names; false and the reason where it isn't to be trusted.</summary>
    public bool TryVerify(X509Certificate2 certificate, [NotNullWhen(true)] out UserInfo? user, [NotNullWhen(false)] out string? problem)
    {
        user = null;
        problem = Problem(certificate);
        if (problem is not null) return false;
        var (name, groups) = CertificateSubject.Read(certificate.SubjectName);
        if (name.Length == 0)
        {
            problem = "x509: the certificate has no common name";
            return false;
        }
        user = new UserInfo(name, groups)
        {
            Extra = new Dictionary<string, IReadOnlyList<string>>
            {
                ["authentication.kubernetes.io/credential-id"] = ["X509SHA256=" + Convert.ToHexStringLower(certificate.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256))],
            },
        }.WithAuthenticated();
        return true;
    }

    private string? Problem(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.Add(authority);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTimeIgnored = false;
        policy.VerificationTime = timeProvider.GetUtcNow().LocalDateTime;
        policy.ApplicationPolicy.Add(new(CertificatePurpose.ClientAuthentication));
        if (chain.Build(certificate)) return null;
        return "x509: " + string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()));
    }
}
