using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kite.ApiServer.Listening;

namespace Kite.UnitTests.ApiServer.Listening;

[TestFixture]
internal sealed class ServingTlsTests
{
    [Test]
    public void What_is_made_of_a_certificate_is_made_once_and_anew_for_another_one()
    {
        using var first = Certificate();
        using var second = Certificate();
        var current = first;
        var tls = new ServingTls(_ => current);

        var before = tls.For(null).ServerCertificateContext;
        Assert.That(tls.For("localhost").ServerCertificateContext, Is.SameAs(before));
        current = second;

        Assert.That(tls.For(null).ServerCertificateContext!.TargetCertificate, Is.EqualTo(second));
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
