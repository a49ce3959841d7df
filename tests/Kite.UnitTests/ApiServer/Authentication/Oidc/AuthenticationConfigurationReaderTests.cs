using System.Text;
using Kite.ApiServer.Authentication.Oidc;
using Kite.ApiServer.Configuration;

namespace Kite.UnitTests.ApiServer.Authentication.Oidc;

public sealed class AuthenticationConfigurationReaderTests
{
    [Test]
    public void A_configuration_is_read()
    {
        var settings = Read(
            """
            apiVersion: apiserver.config.k8s.io/v1beta1
            kind: AuthenticationConfiguration
            anonymous: { enabled: true, conditions: [{ path: /livez }] }
            jwt:
            - issuer: { url: https://acme.com, discoveryURL: https://keys.acme.com/x, audiences: [a, b], audienceMatchPolicy: MatchAny }
              claimValidationRules: [{ claim: hd, requiredValue: acme.com }]
              claimMappings:
                username: { claim: email, prefix: "" }
                groups: { claim: teams, prefix: "acme:" }
                uid: { claim: sub }
            """);
        Assert.That(settings.AnonymousPaths, Is.EqualTo(new[] { "/livez" }));
        var issuer = settings.Issuers.Single();
        Assert.That((issuer.Url, issuer.DiscoveryUrl, issuer.UidClaim), Is.EqualTo(("https://acme.com", "https://keys.acme.com/x", "sub")));
        Assert.That((issuer.Username, issuer.Groups), Is.EqualTo((new ClaimMapping("email", ""), new ClaimMapping("teams", "acme:"))));
        Assert.That(issuer.RequiredClaims, Is.EqualTo(new[] { ("hd", "acme.com") }));
    }

    [TestCase("issuer: { url: http://acme.com, audiences: [a] }", "jwt[0].issuer.url: Invalid value: \"http://acme.com\": URL scheme must be https")]
    [TestCase("issuer: { url: https://own, audiences: [a] }", "jwt[0].issuer.url: Invalid value: \"https://own\": URL must not overlap with disallowed issuers: [https://own]")]
    [TestCase("issuer: { url: https://acme.com }", "jwt[0].issuer.audiences: Required value: at least one jwt[0].issuer.audiences is required")]
    [TestCase("issuer: { url: https://acme.com, audiences: [a, b] }", "jwt[0].issuer.audienceMatchPolicy: Invalid value: \"\": audienceMatchPolicy must be MatchAny for multiple audiences")]
    [TestCase("issuer: { url: https://acme.com, audiences: [a], certificateAuthority: x }", "jwt[0].issuer.certificateAuthority: Invalid value: data does not contain any valid RSA or ECDSA certificates")]
    [TestCase("issuer: { url: https://acme.com, audiences: [a], name: x }", "unknown field \"jwt[0].issuer.name\"")]
    public void A_bad_issuer_is_told(string issuer, string problem) => Assert.That(
        () => Read($"{{apiVersion: apiserver.config.k8s.io/v1, kind: AuthenticationConfiguration, jwt: [{{{issuer}, claimMappings: {{username: {{claim: sub, prefix: ''}}}}}}]}}"),
        Throws.InstanceOf<ConfigurationException>().With.Message.EqualTo("f: " + problem));

    [TestCase("username: { claim: sub }", "jwt[0].claimMappings.username.prefix: Required value: prefix is required when claim is set. It can be set to an empty string to disable prefixing")]
    [TestCase("uid: { claim: sub }", "jwt[0].claimMappings.username: Required value: claim or expression is required")]
    public void A_bad_mapping_is_told(string mapping, string problem) => Assert.That(
        () => Read($"{{apiVersion: apiserver.config.k8s.io/v1, kind: AuthenticationConfiguration, jwt: [{{issuer: {{url: https://acme.com, audiences: [a]}}, claimMappings: {{{mapping}}}}}]}}"),
        Throws.InstanceOf<ConfigurationException>().With.Message.EqualTo("f: " + problem));

    [Test]
    public void Another_kind_is_refused() => Assert.That(
        () => Read("{apiVersion: v1, kind: ConfigMap}"),
        Throws.InstanceOf<ConfigurationException>().With.Message.StartsWith("f: no kind \"ConfigMap\" is registered for version \"v1\""));

    private static AuthenticationSettings Read(string yaml) => ConfigurationFile.Parse("f", Encoding.UTF8.GetBytes(yaml), "AuthenticationConfiguration", new AuthenticationConfigurationReader("https://own").Read);
}
