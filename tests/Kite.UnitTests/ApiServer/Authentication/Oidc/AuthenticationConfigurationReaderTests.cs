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

    [TestCase("claimMappings: { username: { claim: a, prefix: '', expression: claims.a } }", "jwt[0].claimMappings.username: Invalid value: \"\": claim and expression can't both be set")]
    [TestCase("claimMappings: { username: { prefix: x, expression: claims.a } }", "jwt[0].claimMappings.username.prefix: Invalid value: \"x\": may not be specified when expression is set")]
    [TestCase("claimMappings: { username: { expression: clams.a } }", "jwt[0].claimMappings.username.expression: Invalid value: \"clams.a\": compilation failed: ERROR: <input>:1:1: undeclared reference to 'clams' (in container '')\n | clams.a\n | ^")]
    [TestCase("claimMappings: { username: { expression: claims.email } }", "jwt[0].claimMappings.username.expression: Invalid value: \"claims.email\": claims.email_verified must be used in claimMappings.username.expression or claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when claims.email is used in claimMappings.username.expression")]
    [TestCase("claimMappings: { username: { expression: claims.a }, extra: [{ key: Foo, valueExpression: claims.b }] }", "[jwt[0].claimMappings.extra[0].key: Invalid value: \"Foo\": must be a domain-prefixed path (such as \"acme.io/foo\"), jwt[0].claimMappings.extra[0].key: Invalid value: \"Foo\": must be lowercase]")]
    [TestCase("claimMappings: { username: { expression: claims.a }, extra: [{ key: x.k8s.io/a }] }", "[jwt[0].claimMappings.extra[0].key: Invalid value: \"x.k8s.io/a\": k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use, jwt[0].claimMappings.extra[0].valueExpression: Required value]")]
    [TestCase("claimMappings: { username: { expression: claims.a } }, claimValidationRules: [{ expression: claims.b }]", "jwt[0].claimValidationRules[0].expression: Invalid value: \"claims.b\": must evaluate to bool")]
    [TestCase("claimMappings: { username: { expression: claims.a } }, claimValidationRules: [{ expression: 'true', requiredValue: x }, { expression: 'true' }]", "[jwt[0].claimValidationRules[0].requiredValue: Invalid value: \"x\": may not be specified when expression is set, jwt[0].claimValidationRules[1].expression: Duplicate value: \"true\"]")]
    [TestCase("claimMappings: { username: { expression: claims.a } }, userValidationRules: [{ message: x }, { expression: user.name == '' }]", "[jwt[0].userValidationRules[0].expression: Required value, jwt[0].userValidationRules[1].expression: Invalid value: \"user.name == ''\": compilation failed: ERROR: <input>:1:5: undefined field 'name'\n | user.name == ''\n | ....^]")]
    public void A_bad_expression_is_told(string rest, string problem) => Assert.That(
        () => Read($"{{apiVersion: apiserver.config.k8s.io/v1, kind: AuthenticationConfiguration, jwt: [{{issuer: {{url: https://acme.com, audiences: [a]}}, {rest}}}]}}"),
        Throws.InstanceOf<ConfigurationException>().With.Message.EqualTo("f: " + problem));

    [Test]
    public void Another_kind_is_refused() => Assert.That(
        () => Read("{apiVersion: v1, kind: ConfigMap}"),
        Throws.InstanceOf<ConfigurationException>().With.Message.StartsWith("f: no kind \"ConfigMap\" is registered for version \"v1\""));

    private static AuthenticationSettings Read(string yaml) => ConfigurationFile.Parse("f", Encoding.UTF8.GetBytes(yaml), "AuthenticationConfiguration", new AuthenticationConfigurationReader("https://own").Read);
}
