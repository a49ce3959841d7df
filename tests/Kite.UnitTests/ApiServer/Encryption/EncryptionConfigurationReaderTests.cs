using System.Text;
using Kite.ApiServer.Configuration;
using Kite.ApiServer.Encryption;

namespace Kite.UnitTests.ApiServer.Encryption;

[TestFixture]
internal sealed class EncryptionConfigurationReaderTests
{
    private const string Good = "{aesgcm: {keys: [{name: k1, secret: AAAAAAAAAAAAAAAAAAAAAA==}]}}";

    [Test]
    public void The_first_rule_that_covers_a_resource_counts_and_its_first_provider_writes()
    {
        var rules = Read("{resources: [secrets, '*.apps'], providers: [" + Good + ", {identity: {}}]}", "{resources: ['*.*'], providers: [{identity: {}}, " + Good + "]}");

        Assert.That(rules.For("/registry/secrets/a/b").Primary.KeyName, Is.EqualTo("k1"));
        Assert.That(rules.For("/registry/deployments.apps/a/b").Primary.KeyName, Is.EqualTo("k1"));
        Assert.That(rules.For("/registry/widgets.example.com/a/b").Primary, Is.TypeOf<IdentityCipher>());
        Assert.That(rules.For("/registry/configmaps/a/b").Ciphers, Has.Count.EqualTo(2));
    }

    [Test]
    public void The_core_group_is_a_star_and_a_dot()
    {
        var rules = Read("{resources: ['*.'], providers: [" + Good + "]}");

        Assert.That(rules.Covers("/registry/configmaps/a/b"), Is.True);
        Assert.That(rules.Covers("/registry/deployments.apps/a/b"), Is.False);
        Assert.That(rules.Prefixes, Is.EqualTo(new[] { "/registry/" }));
    }

    [TestCase("{resources: [], providers: [" + Good + "]}", "resources[0].resources: Required value: at least one resources[0].resources is required")]
    [TestCase("{resources: [secrets], providers: []}", "resources[0].providers: Required value: at least one resources[0].providers is required")]
    [TestCase("{resources: [Secrets], providers: [" + Good + "]}", "resource name should not contain capital letters")]
    [TestCase("{resources: ['*'], providers: [" + Good + "]}", "use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources")]
    [TestCase("{resources: ['secrets.*'], providers: [" + Good + "]}", "encrypting the same resource across groups is not supported")]
    [TestCase("{resources: [events.events.k8s.io], providers: [" + Good + "]}", "Use 'events' instead in the config file")]
    [TestCase("{resources: [secrets, secrets], providers: [" + Good + "]}", "the same resource cannot be specified multiple times")]
    [TestCase("{resources: [secrets, '*.'], providers: [" + Good + "]}", "using overlapping resources such as 'secrets' and '*.' in the same resource list is not allowed as they will be masked")]
    [TestCase("{resources: [secrets], providers: [{}]}", "provider does not contain any of the expected providers: KMS, AESGCM, AESCBC, Secretbox, Identity")]
    [TestCase("{resources: [secrets], providers: [{identity: {}, aescbc: {}}]}", "more than one provider specified in a single element, should split into different list elements")]
    [TestCase("{resources: [secrets], providers: [{kms: {name: a}}]}", "resources[0].providers[0].kms: Forbidden: Kite doesn't have this provider; use aesgcm")]
    [TestCase("{resources: [secrets], providers: [{aesgcm: {}}]}", "resources[0].providers[0].aesgcm.keys: Required value: at least one keys is required")]
    [TestCase("{resources: [secrets], providers: [{aesgcm: {keys: [{secret: AAAA}]}}]}", "name is a mandatory field for a key")]
    [TestCase("{resources: [secrets], providers: [{aesgcm: {keys: [{name: a}]}}]}", "secret is a mandatory field for a key")]
    [TestCase("{resources: [secrets], providers: [{aesgcm: {keys: [{name: a, secret: '!!!'}]}}]}", "Invalid value: \"REDACTED\": secrets must be base64 encoded")]
    [TestCase("{resources: [secrets], providers: [{aesgcm: {keys: [{name: a, secret: AAAA}]}}]}", "Invalid value: \"REDACTED\": secret is not of the expected length, got 3, expected one of [16 24 32]")]
    [TestCase("{resources: [secrets], providers: [{aesgcm: {keys: 3}}]}", "keys: must be a list")]
    public void What_does_not_fit_is_refused(string rule, string message) =>
        Assert.That(() => Read(rule), Throws.TypeOf<ConfigurationException>().With.Message.StartsWith("enc.yaml: ").And.Message.Contains(message));

    [Test]
    public void An_empty_configuration_is_refused() =>
        Assert.That(() => Read(), Throws.TypeOf<ConfigurationException>().With.Message.Contains("resources: Required value: at least one resources is required"));

    private static EncryptionRules Read(params string[] rules) => EncryptionConfigurationReader.Parse(
        "enc.yaml",
        Encoding.UTF8.GetBytes($"{{apiVersion: apiserver.config.k8s.io/v1, kind: EncryptionConfiguration, resources: [{string.Join(", ", rules)}]}}"));
}
