using System.Text;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authentication.Oidc;
using Kite.ApiServer.Authentication.ServiceAccounts;
using Kite.ApiServer.Configuration;
using Kite.Testing.ApiServer;

namespace Kite.UnitTests.ApiServer.Authentication.Oidc;

public sealed class TokenExpressionsTests
{
    private FakeIssuer issuer = null!;
    private FakeIssuer other = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => (issuer, other) = (await FakeIssuer.StartAsync(), await FakeIssuer.StartAsync());

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await issuer.DisposeAsync();
        await other.DisposeAsync();
    }

    [Test]
    public async Task Expressions_make_a_user_of_claims()
    {
        var user = await AuthenticateAsync(
            """
                username: { expression: "claims.email_verified ? 'mail:' + claims.email : ''" }
                groups: { expression: "claims.roles.split(',') + ['']" }
                uid: { expression: "string(claims.no)" }
                extra:
                - { key: acme.com/tenant, valueExpression: claims.tenant }
                - { key: acme.com/none, valueExpression: "claims.?missing.orValue(null)" }
            """,
            """  "email":"j@acme.com","email_verified":true,"roles":"dev,ops","no":7,"tenant":"blue"  """);
        Assert.That((user.Name, user.Uid, user.Groups), Is.EqualTo(("mail:j@acme.com", "7", (string[])["dev", "ops"])));
        Assert.That(user.Extra, Is.EqualTo(new Dictionary<string, IReadOnlyList<string>> { ["acme.com/tenant"] = ["blue"] }));
    }

    [TestCase("username: { expression: claims.no }", "oidc: error evaluating username claim expression: username claim expression must return a string")]
    [TestCase("username: { expression: claims.sub }, groups: { expression: '[claims.no]' }", "oidc: error evaluating group claim expression: expression must return a string or a list of strings")]
    [TestCase("username: { expression: claims.missing }", "oidc: error evaluating username claim expression: expression 'claims.missing' resulted in error: no such key: missing")]
    public void What_is_not_text_makes_no_user(string mappings, string problem) => Assert.That(
        () => AuthenticateAsync($"    {{ {mappings} }}", "\"sub\":\"jane\",\"no\":7"),
        Throws.InstanceOf<InvalidTokenException>().With.Message.EqualTo(problem));

    [Test]
    public async Task Rules_about_claims_and_users_must_hold()
    {
        const string Mappings = "    { username: { expression: claims.sub } }";
        const string Rules = """
              claimValidationRules: [{ expression: claims.hd == 'acme.com', message: only our own }]
              userValidationRules: [{ expression: "!user.username.startsWith('system:')", message: username cannot use the reserved prefix }]
            """;
        Assert.That((await AuthenticateAsync(Mappings, "\"sub\":\"jane\",\"hd\":\"acme.com\"", Rules)).Name, Is.EqualTo("jane"));
        Assert.That(
            () => AuthenticateAsync(Mappings, "\"sub\":\"jane\",\"hd\":\"evil.com\"", Rules),
            Throws.InstanceOf<InvalidTokenException>().With.Message.EqualTo("oidc: error evaluating claim validation expression: validation expression 'claims.hd == 'acme.com'' failed: only our own"));
        Assert.That(
            () => AuthenticateAsync(Mappings, "\"sub\":\"system:admin\",\"hd\":\"acme.com\"", Rules),
            Throws.InstanceOf<InvalidTokenException>().With.Message.EqualTo("oidc: error evaluating user info validation rule: validation expression '!user.username.startsWith('system:')' failed: username cannot use the reserved prefix"));
    }

    [Test]
    public async Task Each_of_several_issuers_has_its_own_rules()
    {
        using var authenticator = Believe(Issuer(issuer, "    { username: { expression: \"'a:' + claims.sub\" } }", ""), Issuer(other, "    { username: { claim: sub, prefix: 'b:' } }", ""));
        Assert.That((await authenticator.AuthenticateAsync(issuer.Token("\"sub\":\"jane\""), [], default))!.User.Name, Is.EqualTo("a:jane"));
        Assert.That((await authenticator.AuthenticateAsync(other.Token("\"sub\":\"jane\""), [], default))!.User.Name, Is.EqualTo("b:jane"));
    }

    private static string Issuer(FakeIssuer issuer, string mappings, string rules) => $"""
        - issuer:
            url: {issuer.Url}
            audiences: [kite]
            certificateAuthority: |
        {string.Join('\n', issuer.Authority.Trim().Split('\n').Select(line => "      " + line))}
          claimMappings:
        {mappings}
        {rules}
        """;

    private static OidcAuthenticator Believe(params IEnumerable<string> issuers)
    {
        var yaml = $"apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt:\n{string.Join('\n', issuers)}";
        var settings = ConfigurationFile.Parse("f", Encoding.UTF8.GetBytes(yaml), "AuthenticationConfiguration", new AuthenticationConfigurationReader("https://own").Read);
        var authenticator = new OidcAuthenticator(new ServiceAccountTokenOptions { Issuer = "https://own", ApiAudiences = ["https://own"] });
        authenticator.Configure(settings.Issuers.Select(options => new OidcIssuer(options, TimeProvider.System)));
        return authenticator;
    }

    private async Task<UserInfo> AuthenticateAsync(string mappings, string claims, string rules = "")
    {
        using var authenticator = Believe(Issuer(issuer, mappings, rules));
        return (await authenticator.AuthenticateAsync(issuer.Token(claims), [], CancellationToken.None))!.User;
    }
}
