using System.Security.Cryptography.X509Certificates;

namespace Kite.ApiServer.Certificates;

/// <summary>The certificates that an authority keeps in files of their own beside it, renewed at two thirds of their life.</summary>
/// <param name="directory">The directory.</param>
/// <param name="issuer">The authority.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class LeafCertificates(string directory, CertificateIssuer issuer, TimeProvider timeProvider)
{
    /// <summary>The certificate of a name as its file has it, or a new one where there is none or it is due.</summary>
    public X509Certificate2 Open(string name, CertificateProfile profile) => Renew(name, CertificateFile.Read(PathOf(name)), profile);

    /// <summary>The certificate given, or a new one where it is due.</summary>
    public X509Certificate2 Renew(string name, X509Certificate2? current, CertificateProfile profile)
    {
        if (current is not null && !IsDue(current, profile)) return current;
        var renewed = issuer.IssueWithNewKey(profile);
        CertificateFile.Write(PathOf(name), renewed);
        return renewed;
    }

    private string PathOf(string name) => Path.Combine(directory, name + ".pem");

    private bool IsDue(X509Certificate2 certificate, CertificateProfile profile)
    {
        var life = certificate.NotAfter - certificate.NotBefore;
        var now = timeProvider.GetUtcNow().UtcDateTime;
        return now >= certificate.NotBefore.ToUniversalTime() + (life * 2 / 3)
            // The clock was set back: one of now is good, unless the authority itself is of a time to come.
            || (now < certificate.NotBefore.ToUniversalTime() && certificate.NotBefore > issuer.Certificate.NotBefore)
            || !certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.Certificate.SubjectName.RawData)
            || (profile.DnsNames.Count > 0 && !new ServingNames(profile.DnsNames, profile.Addresses).AreCoveredBy(certificate));
    }
}
