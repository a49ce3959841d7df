using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kite.ApiServer.Certificates;

/// <summary>The cluster's certificate authority: signs certificates for servers, components, nodes and users.</summary>
public sealed class CertificateIssuer
{
    /// <summary>How far certificates are dated back at least, so that a client whose clock is a little behind accepts them.</summary>
    private static readonly TimeSpan LeastBackdate = TimeSpan.FromMinutes(5);

    /// <summary>How far those are dated back that live for long: a clock that ran ahead, by a time zone say, is set back once the network is there.</summary>
    private static readonly TimeSpan MostBackdate = TimeSpan.FromDays(1);

    private readonly ECDsa key;
    private readonly TimeProvider timeProvider;

    internal CertificateIssuer(X509Certificate2 certificate, ECDsa key, TimeProvider timeProvider)
    {
        Certificate = certificate;
        this.key = key;
        this.timeProvider = timeProvider;
    }

    /// <summary>The authority's own certificate, without its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The authority's own certificate as PEM.</summary>
    public string CertificatePem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>SHA-256 of the authority's certificate (DER) in lower-case hex; what a join token pins.</summary>
    public string CertificateHash => Convert.ToHexStringLower(SHA256.HashData(Certificate.RawDataMemory.Span));

    /// <summary>Signs a certificate over somebody's public key.</summary>
    public X509Certificate2 Issue(PublicKey publicKey, CertificateProfile profile)
    {
        // The builder writes what was added last first.
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(profile.CommonName);
        foreach (var organization in profile.Organizations.Reverse()) subject.AddOrganizationName(organization);
        return Issue(subject.Build(), publicKey, profile);
    }

    /// <summary>Makes a new P-256 key and a certificate over it.</summary>
    public X509Certificate2 IssueWithNewKey(CertificateProfile profile)
    {
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Issue(new PublicKey(leafKey), profile);
        return certificate.CopyWithPrivateKey(leafKey);
    }

    /// <summary>Signs a certificate for a subject as somebody else wrote it; the profile's own names don't count.</summary>
    internal X509Certificate2 Issue(X500DistinguishedName subject, PublicKey publicKey, CertificateProfile profile)
    {
        var request = new CertificateRequest(subject, publicKey, HashAlgorithmName.SHA256);
        AddExtensions(request, profile);
        var now = timeProvider.GetUtcNow();
        var end = now + profile.Validity;
        var limit = new DateTimeOffset(Certificate.NotAfter.ToUniversalTime());
        return request.Create(Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(key), Later(now - Backdate(profile.Validity), Certificate.NotBefore.ToUniversalTime()), end < limit ? end : limit, NewSerialNumber());
    }

    internal static X509Certificate2 CreateAuthority(string commonName, ECDsa key, DateTimeOffset now, TimeSpan validity)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(commonName);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.Create(request.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now - Backdate(validity), now + validity, NewSerialNumber());
    }

    private static TimeSpan Backdate(TimeSpan validity) => TimeSpan.FromTicks(Math.Clamp(validity.Ticks / 20, LeastBackdate.Ticks, MostBackdate.Ticks));

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private static byte[] NewSerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40); // positive, and never shortened by leading zeros
        return serial;
    }

    private void AddExtensions(CertificateRequest request, CertificateProfile profile)
    {
        var extensions = request.CertificateExtensions;
        extensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        var isRsa = request.PublicKey.Oid.Value == "1.2.840.113549.1.1.1";
        extensions.Add(new X509KeyUsageExtension(isRsa ? X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment : X509KeyUsageFlags.DigitalSignature, critical: true));
        var purposes = new OidCollection();
        if (profile.Usages.HasFlag(CertificateUsages.ServerAuthentication)) purposes.Add(new Oid(CertificatePurpose.ServerAuthentication));
        if (profile.Usages.HasFlag(CertificateUsages.ClientAuthentication)) purposes.Add(new Oid(CertificatePurpose.ClientAuthentication));
        if (purposes.Count > 0) extensions.Add(new X509EnhancedKeyUsageExtension(purposes, critical: false));
        extensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (profile.DnsNames.Count + profile.Addresses.Count == 0) return;
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in profile.DnsNames) names.AddDnsName(name);
        foreach (var address in profile.Addresses) names.AddIpAddress(address);
        extensions.Add(names.Build());
    }
}
