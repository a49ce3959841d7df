using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kite.Api.Errors;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Certificates;
using Kite.ApiServer.Metrics;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.ApiServer.Authentication;

public sealed class AuthenticatorChainTests
{
    private FakeTimeProvider time = null!;
    private TestCertificates pki = null!;
    private AuthenticatorChain chain = null!;
    private CredentialMetrics metrics = null!;

    [SetUp]
    public async Task SetUp()
    {
        time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        pki = await TestCertificates.OpenAsync(time);
        metrics = new();
        chain = new(
            new FrontProxyAuthenticator(pki.Certificates.FrontProxy, metrics, time),
            new ClientCertificateAuthenticator(new ClientCertificateVerifier(pki.Certificates.Issuer.Certificate, time), metrics, time),
            new TokenAuthenticatorChain([new OneToken()]),
            new AnonymousRequests(),
            NullLogger<AuthenticatorChain>.Instance);
    }

    [TearDown]
    public void TearDown() => pki.Dispose();

    [Test]
    public async Task A_client_certificate_names_user_and_groups()
    {
        var user = await chain.AuthenticateAsync(Request(Client("jane", "dev", "ops")), CancellationToken.None);
        Assert.That(user!.Name, Is.EqualTo("jane"));
        Assert.That(user.Groups, Is.EqualTo(new[] { "dev", "ops", "system:authenticated" }));
        Assert.That(user.Extra["authentication.kubernetes.io/credential-id"][0], Does.StartWith("X509SHA256="));
    }

    [Test]
    public async Task Each_request_counts_how_long_its_certificate_is_good()
    {
        var context = Request(Client("jane"));
        await chain.AuthenticateAsync(context, CancellationToken.None);
        await chain.AuthenticateAsync(context, CancellationToken.None);
        Assert.That(Text(metrics), Does.Contain("apiserver_client_certificate_expiration_seconds_count 2\n"));
        Assert.That(Text(metrics), Does.Contain("apiserver_client_certificate_expiration_seconds_bucket{le=\"0\"} 0\n"));
    }

    [Test]
    public void Several_organizations_in_one_set_as_Go_writes_them_are_several_groups()
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSetOf())
            {
                Attribute(writer, "2.5.4.10", "a");
                Attribute(writer, "2.5.4.10", "b");
            }
            using (writer.PushSetOf()) Attribute(writer, "2.5.4.3", "jane");
        }
        var (name, organizations) = CertificateSubject.Read(new X500DistinguishedName(writer.Encode()));
        Assert.That(name, Is.EqualTo("jane"));
        Assert.That(organizations, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task A_certificate_is_checked_once_per_connection_and_still_expires()
    {
        var connection = new Dictionary<object, object?>();
        var first = await chain.AuthenticateAsync(Request(Client("jane"), connection), CancellationToken.None);
        var second = await chain.AuthenticateAsync(Request(null, connection), CancellationToken.None);
        Assert.That(second, Is.SameAs(first));
        time.Advance(TimeSpan.FromDays(2));
        Assert.That(() => chain.AuthenticateAsync(Request(null, connection), CancellationToken.None).AsTask(), Unauthorized);
    }

    [Test]
    public async Task A_certificate_of_another_authority_is_refused()
    {
        using var other = await TestCertificates.OpenAsync(time);
        Assert.That(() => chain.AuthenticateAsync(Request(other.Certificates.Admin), CancellationToken.None).AsTask(), Unauthorized);
    }

    [Test]
    public void A_server_certificate_is_no_client() =>
        Assert.That(() => chain.AuthenticateAsync(Request(pki.Certificates.Serving), CancellationToken.None).AsTask(), Unauthorized);

    [Test]
    public void An_expired_certificate_is_refused()
    {
        var certificate = Client("jane");
        time.Advance(TimeSpan.FromDays(2));
        Assert.That(() => chain.AuthenticateAsync(Request(certificate), CancellationToken.None).AsTask(), Unauthorized);
    }

    [TestCase("Bearer good")]
    [TestCase("bearer good")]
    public async Task A_bearer_token_is_asked_about(string header)
    {
        var user = await chain.AuthenticateAsync(Request(authorization: header), CancellationToken.None);
        Assert.That(user!.Name, Is.EqualTo("token-user"));
        Assert.That(user.Groups, Is.EqualTo(new[] { "system:authenticated" }));
    }

    [Test]
    public async Task A_browser_sends_its_token_as_a_websocket_protocol()
    {
        var request = Request();
        request.Request.Headers.SecWebSocketProtocol = "base64url.bearer.authorization.k8s.io.Z29vZA, v4.channel.k8s.io";
        Assert.That((await chain.AuthenticateAsync(request, CancellationToken.None))!.Name, Is.EqualTo("token-user"));
    }

    [TestCase("Bearer unknown")]
    [TestCase("Bearer broken")]
    public void A_bad_token_is_unauthorized_not_anonymous(string header) =>
        Assert.That(() => chain.AuthenticateAsync(Request(authorization: header), CancellationToken.None).AsTask(), Unauthorized);

    [TestCase(null)]
    [TestCase("Basic amFuZTpwdw==")]
    public async Task Without_credentials_a_request_is_anonymous(string? header)
    {
        var user = await chain.AuthenticateAsync(Request(authorization: header), CancellationToken.None);
        Assert.That(user, Is.EqualTo(UserInfo.Anonymous));
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Unauthorized =>
        Throws.InstanceOf<ApiStatusException>().With.Property(nameof(ApiStatusException.Reason)).EqualTo(StatusReason.Unauthorized).And.Message.EqualTo("Unauthorized");

    private static string Text(CredentialMetrics metrics)
    {
        var writer = new MetricsWriter(isOpenMetrics: false);
        metrics.Write(writer);
        return Encoding.UTF8.GetString(writer.ToUtf8());
    }

    private static void Attribute(System.Formats.Asn1.AsnWriter writer, string type, string value)
    {
        using var sequence = writer.PushSequence();
        writer.WriteObjectIdentifier(type);
        writer.WriteCharacterString(System.Formats.Asn1.UniversalTagNumber.PrintableString, value);
    }

    private static DefaultHttpContext Request(X509Certificate2? certificate = null, IDictionary<object, object?>? connection = null, string? authorization = null)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IConnectionItemsFeature>(new ConnectionItems { Items = connection ?? new Dictionary<object, object?>() });
        if (certificate is not null) context.Connection.ClientCertificate = certificate;
        if (authorization is not null) context.Request.Headers.Authorization = authorization;
        return context;
    }

    private X509Certificate2 Client(string name, params string[] groups) => pki.Certificates.Issuer.IssueWithNewKey(new()
    {
        CommonName = name,
        Organizations = groups,
        Usages = CertificateUsages.ClientAuthentication,
        Validity = TimeSpan.FromDays(1),
    });

    private sealed class ConnectionItems : IConnectionItemsFeature
    {
        public required IDictionary<object, object?> Items { get; set; }
    }

    private sealed class OneToken : ITokenAuthenticator
    {
        public ValueTask<TokenIdentity?> AuthenticateAsync(string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken) => token switch
        {
            "good" => new(new TokenIdentity(new UserInfo("token-user", []), [])),
            "broken" => throw new InvalidTokenException("broken"),
            _ => new((TokenIdentity?)null),
        };
    }
}
