using System.Net;
using Kite.ApiServer.Encryption;
using Kite.Configuration;

namespace Kite.UnitTests.Configuration;

[TestFixture]
internal sealed class ServerConfigurationTests
{
    private ConfigurationFixture configuration = null!;

    [SetUp]
    public void SetUp() => configuration = new ConfigurationFixture();

    [TearDown]
    public void TearDown() => configuration.Dispose();

    [Test]
    public void Without_settings_it_is_what_the_readme_says()
    {
        var server = ServerConfiguration.From(configuration.Gather());
        Assert.That(server.Listen, Is.EqualTo(new IPEndPoint(IPAddress.Any, 6443)));
        Assert.That(server.KubeconfigPath, Is.EqualTo("/etc/kite/kite.yaml"));
        Assert.That(server.StorePath, Is.EqualTo("/var/lib/kite/server/kite.db"));
        Assert.That(server.DisableAgent, Is.False);
        Assert.That(server.Node.ClusterCidr, Is.EqualTo(IPNetwork.Parse("10.42.0.0/16")));
        Assert.That(server.Node.ClusterDns, Is.EqualTo(IPAddress.Parse("10.43.0.10")));
        Assert.That(server.Node.ClusterDomain, Is.EqualTo("cluster.local"));
    }

    [Test]
    public void The_cluster_dns_follows_the_service_network() =>
        Assert.That(ServerConfiguration.From(configuration.Gather("--service-cidr", "172.20.0.0/20")).Node.ClusterDns, Is.EqualTo(IPAddress.Parse("172.20.0.10")));

    [Test]
    public void The_server_is_reached_locally_where_it_listens()
    {
        Assert.That(ServerConfiguration.From(configuration.Gather()).LocalServer, Is.EqualTo(new Uri("https://127.0.0.1:6443")));
        Assert.That(ServerConfiguration.From(configuration.Gather("--bind-address", "::1")).LocalServer, Is.EqualTo(new Uri("https://[::1]:6443")));
    }

    [TestCase("--cluster-cidr", "10.42.0.0", "--cluster-cidr: \"10.42.0.0\" is not a network such as 10.42.0.0/16")]
    [TestCase("--bind-address", "localhost", "--bind-address: \"localhost\" is not an IP address")]
    [TestCase("--node-name", "My_Node", "--node-name: \"My_Node\" is not a DNS name in lower case")]
    [TestCase("--log-level", "loud", "--log-level: \"loud\" is not debug, info, warn or error")]
    [TestCase("--docker-endpoint", "docker", "--docker-endpoint: \"docker\" is not an address such as unix:///var/run/docker.sock")]
    public void A_setting_that_does_not_fit_is_refused(string flag, string value, string message) =>
        Assert.That(() => ServerConfiguration.From(configuration.Gather(flag, value)), Throws.TypeOf<UsageException>().With.Message.EqualTo(message));

    [TestCase("--enable-admission-plugins", "Nonsense", "enable-admission-plugins plugin \"Nonsense\" is unknown; there are NamespaceLifecycle, ")]
    [TestCase("--disable-admission-plugins", "Priority,priority", "disable-admission-plugins plugin \"priority\" is unknown; there are NamespaceLifecycle, ")]
    public void An_admission_plugin_that_is_not_there_is_refused(string flag, string value, string message) =>
        Assert.That(() => ServerConfiguration.From(configuration.Gather(flag, value)), Throws.TypeOf<UsageException>().With.Message.StartsWith(message));

    [Test]
    public void Admission_plugins_are_disabled_unless_they_are_enabled_too()
    {
        Assert.That(ServerConfiguration.From(configuration.Gather("--disable-admission-plugins", "Priority, PodSecurity")).DisabledAdmissionPlugins, Is.EquivalentTo(new[] { "Priority", "PodSecurity" }));
        Assert.That(
            () => ServerConfiguration.From(configuration.Gather("--disable-admission-plugins", "Priority", "--enable-admission-plugins", "Priority")),
            Throws.TypeOf<UsageException>().With.Message.EqualTo("[Priority] in enable-admission-plugins and disable-admission-plugins overlapped"));
    }

    [Test]
    public void Secrets_are_encrypted_with_kites_keys_or_with_the_operators()
    {
        Assert.That(ServerConfiguration.From(configuration.Gather("--secrets-encryption")).Encryption, Is.EqualTo(new EncryptionOptions { EncryptsSecrets = true, KeyFile = "/var/lib/kite/server/encryption-config.json" }));
        Assert.That(ServerConfiguration.From(configuration.Gather("--encryption-provider-config", "/etc/enc.yaml")).Encryption.ConfigFile, Is.EqualTo("/etc/enc.yaml"));
        Assert.That(
            () => ServerConfiguration.From(configuration.Gather("--secrets-encryption", "--encryption-provider-config", "/etc/enc.yaml")),
            Throws.TypeOf<UsageException>().With.Message.StartsWith("secrets-encryption and encryption-provider-config exclude each other"));
    }

    [Test]
    public void An_agent_joins_over_https_only() => Assert.That(
        () => AgentConfiguration.From(configuration.Gather("--join", "http://server:6443")),
        Throws.TypeOf<UsageException>().With.Message.EqualTo("--join: \"http://server:6443\" is not an address such as https://server:6443"));
}
