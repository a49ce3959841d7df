using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authentication.Oidc;
using Kite.ApiServer.Authentication.ServiceAccounts;
using Kite.Testing.ApiServer;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.ApiServer.Authentication.Oidc;

public sealed class OidcAuthenticatorTests
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private FakeIssuer issuer = null!;
    private OidcAuthenticator authenticator = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => issuer = await FakeIssuer.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => issuer.DisposeAsync();

    [SetUp]
    public void SetUp() => Believe(options => options);

    [TearDown]
    public void TearDown() => authenticator.Dispose();

    [Test]
    public async Task A_token_names_user_groups_and_uid_with_their_prefixes()
    {
        var user = (await AuthenticateAsync(issuer.Token("""  "sub":"jane","team":["dev","ops"],"no":"7","jti":"t1"  """)))!.User;
        Assert.That((user.Name, user.Uid, user.Groups), Is.EqualTo(("oidc:jane", "7", (string[])["team-dev", "team-ops"])));
        Assert.That(user.Extra["authentication.kubernetes.io/credential-id"], Is.EqualTo(new[] { "JTI=t1" }));
    }

    [Test]
    public async Task Tokens_of_others_are_left_to_others() => Assert.That(await AuthenticateAsync("abc.def.ghi"), Is.Null);

    [Test]
    public async Task Whoever_asks_for_a_foreign_audience_gets_no_answer() => Assert.That(await authenticator.AuthenticateAsync(issuer.Token("""  "sub":"jane"  """), ["vault"], default), Is.Null);

    [Test]
    public void A_token_for_somebody_else_or_out_of_time_or_without_its_claims_is_refused()
    {
        Assert.That(() => AuthenticateAsync(issuer.Token("\"sub\":\"jane\",\"no\":\"7\"", audience: "other")), Refused("oidc: verify token: oidc: expected audience in [\"kite\"] got [\"other\"]"));
        Assert.That(() => AuthenticateAsync(issuer.Token("\"sub\":\"jane\",\"no\":\"7\"", end: DateTimeOffset.UtcNow.AddHours(-1))), Refused("oidc: verify token: oidc: token is expired"));
        Assert.That(() => AuthenticateAsync(issuer.Token("\"no\":\"7\"")), Refused("oidc: parse username claims \"sub\": claim not present"));
        Assert.That(() => AuthenticateAsync(issuer.Token("\"sub\":\"jane\",\"no\":\"7\",\"team\":7")), Refused("oidc: parse groups claim \"team\": expected a string or a list of strings"));
    }

    [Test]
    public void A_token_with_another_signature_is_refused()
    {
        var (good, other) = (issuer.Token("\"sub\":\"jane\",\"no\":\"7\""), issuer.Token("\"sub\":\"joe\",\"no\":\"7\""));
        Assert.That(() => AuthenticateAsync(good[..good.LastIndexOf('.')] + other[other.LastIndexOf('.')..]), Refused("oidc: verify token: failed to verify signature: failed to verify id token signature"));
    }

    [Test]
    public void Required_claims_must_be_there_and_mail_addresses_verified()
    {
        Believe(options => options with { RequiredClaims = [("hd", "acme.com")], Username = new("email", "") });
        Assert.That(() => AuthenticateAsync(issuer.Token("\"email\":\"j@acme.com\"")), Refused("oidc: required claim hd not present in ID token"));
        Assert.That(() => AuthenticateAsync(issuer.Token("\"email\":\"j@acme.com\",\"hd\":\"evil.com\"")), Refused("oidc: required claim hd value does not match. Got = evil.com, want = acme.com"));
        Assert.That(() => AuthenticateAsync(issuer.Token("\"email\":\"j@acme.com\",\"hd\":\"acme.com\",\"email_verified\":false")), Refused("oidc: email not verified"));
    }

    [Test]
    public async Task Keys_are_fetched_once_and_again_when_the_issuer_has_new_ones_but_not_for_every_bad_token()
    {
        var before = issuer.Fetches;
        const string Jane = "\"sub\":\"jane\",\"no\":\"7\"";
        for (var i = 0; i < 3; i++) await AuthenticateAsync(issuer.Token(Jane));
        Assert.That(issuer.Fetches, Is.EqualTo(before + 1));
        issuer.Rotate();
        Assert.That(() => AuthenticateAsync(issuer.Token(Jane)), Throws.InstanceOf<InvalidTokenException>());
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.That((await AuthenticateAsync(issuer.Token(Jane)))!.User.Name, Is.EqualTo("oidc:jane"));
        Assert.That(issuer.Fetches, Is.EqualTo(before + 2));
    }

    private static NUnit.Framework.Constraints.EqualStringConstraint Refused(string message) => Throws.InstanceOf<InvalidTokenException>().With.Message.EqualTo(message);

    private void Believe(Func<OidcIssuerOptions, OidcIssuerOptions> change)
    {
        var options = new OidcIssuerOptions { Url = issuer.Url, CertificateAuthority = issuer.Authority, Audiences = ["kite"], Username = new("sub", "oidc:"), Groups = new("team", "team-"), UidClaim = "no" };
        authenticator?.Dispose();
        authenticator = new(new ServiceAccountTokenOptions { Issuer = "https://own", ApiAudiences = ["https://own"] });
        authenticator.Configure([new OidcIssuer(change(options) with { UidClaim = change(options).Username!.Claim == "sub" ? "no" : "" }, time)]);
    }

    private Task<TokenIdentity?> AuthenticateAsync(string token) => authenticator.AuthenticateAsync(token, [], CancellationToken.None).AsTask();
}
