using Kite.Configuration;

namespace Kite.UnitTests.Configuration;

[TestFixture]
internal sealed class KubeletConfigurationTests
{
    private ConfigurationFixture configuration = null!;

    [SetUp]
    public void SetUp() => configuration = new ConfigurationFixture();

    [TearDown]
    public void TearDown() => configuration.Dispose();

    [Test]
    public void Drivers_find_the_kubelet_where_their_charts_look_for_it_unless_Kite_has_a_directory_of_its_own()
    {
        Assert.That(Kubelet().RootDirectory, Is.EqualTo("/var/lib/kubelet"));
        Assert.That(Kubelet("--data-dir", "/srv/kite").RootDirectory, Is.EqualTo("/srv/kite/kubelet"));
        Assert.That(Kubelet("--data-dir", "/srv/kite", "--kubelet-root-dir", "/srv/kubelet").RootDirectory, Is.EqualTo("/srv/kubelet"));
    }

    [Test]
    public void Secrets_stay_off_the_nodes_disk_where_they_are_encrypted_on_the_servers_unless_it_is_said_otherwise()
    {
        Assert.That(Kubelet().OfflineSecrets, Is.True);
        Assert.That(Kubelet("--secrets-encryption").OfflineSecrets, Is.False);
        Assert.That(Kubelet("--secrets-encryption", "--offline-secrets", "true").OfflineSecrets, Is.True);
        Assert.That(Kubelet("--offline-secrets", "false").OfflineSecrets, Is.False);
    }

    private KubeletConfiguration Kubelet(params string[] arguments) => KubeletConfiguration.From(configuration.Gather(arguments));
}
