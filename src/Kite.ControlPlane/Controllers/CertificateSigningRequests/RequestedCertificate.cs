using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Kite.ControlPlane.Controllers.CertificateSigningRequests;

/// <summary>What a PKCS#10 request asks for.</summary>
internal sealed record RequestedCertificate(string CommonName, IReadOnlyList<string> Organizations, IReadOnlyList<string> DnsNames, IReadOnlyList<IPAddress> Addresses)
{
    private const string AlternativeNames = "2.5.29.17";

    /// <summary>True where the request also asks for names of other kinds (mail addresses, URIs).</summary>
    public bool HasOtherNames { get; private init; }

    /// <summary>Reads the request, or null where it is damaged or its signature doesn't fit its key.</summary>
    public static RequestedCertificate? Parse(byte[] pem)
    {
        try
        {
            var request = CertificateRequest.LoadSigningRequestPem(Encoding.ASCII.GetString(pem), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            var names = request.CertificateExtensions.FirstOrDefault(extension => extension.Oid?.Value == AlternativeNames);
            var alternatives = names is null ? null : new X509SubjectAlternativeNameExtension(names.RawData);
            var subject = request.SubjectName.EnumerateRelativeDistinguishedNames().Where(part => !part.HasMultipleElements).ToArray();
            string[] dnsNames = alternatives is null ? [] : [.. alternatives.EnumerateDnsNames()];
            IPAddress[] addresses = alternatives is null ? [] : [.. alternatives.EnumerateIPAddresses()];
            return new(Values(subject, "2.5.4.3").LastOrDefault() ?? "", [.. Values(subject, "2.5.4.10")], dnsNames, addresses)
            {
                HasOtherNames = names is not null && Count(names.RawData) > dnsNames.Length + addresses.Length,
            };
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>When a certificate ends that was issued; null where there is none, or none that can be read.</summary>
    public static DateTimeOffset? EndOf(byte[]? certificate)
    {
        if (certificate is not { Length: > 0 }) return null;
        try
        {
            using var read = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(certificate));
            return read.NotAfter;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Values(IEnumerable<X500RelativeDistinguishedName> subject, string type) =>
        subject.Where(part => part.GetSingleElementType().Value == type).Select(part => part.GetSingleElementValue() ?? "");

    private static int Count(byte[] alternativeNames)
    {
        var sequence = new System.Formats.Asn1.AsnReader(alternativeNames, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        var count = 0;
        for (; sequence.HasData; count++) sequence.ReadEncodedValue();
        return count;
    }
}
