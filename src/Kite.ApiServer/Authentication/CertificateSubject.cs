using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Kite.ApiServer.Authentication;

/// <summary>Reads a certificate's subject: the common name is the user, every organization a group.</summary>
internal static class CertificateSubject
{
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";

    /// <remarks>By hand, because Go puts several organizations into one set, which the class library doesn't take apart.</remarks>
    public static (string Name, IReadOnlyList<string> Organizations) Read(X500DistinguishedName subject)
    {
        var name = "";
        var organizations = new List<string>();
        var sequence = new AsnReader(subject.RawData, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData)
        {
            var set = sequence.ReadSetOf(skipSortOrderValidation: true);
            while (set.HasData)
            {
                var attribute = set.ReadSequence();
                var type = attribute.ReadObjectIdentifier();
                if (type == CommonName) name = Text(attribute);
                else if (type == Organization) organizations.Add(Text(attribute));
            }
        }
        return (name, organizations);
    }

    private static string Text(AsnReader reader) => reader.ReadCharacterString((UniversalTagNumber)reader.PeekTag().TagValue);
}
