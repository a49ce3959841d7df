using Kite.Agent.Runtime;
using Kite.IntegrationTests.Agent.Engines;
using Kite.IntegrationTests.Agent.Network;

namespace Kite.IntegrationTests.Agent.Runtime;

[RootOnly]
[Category("Containerd")]
internal sealed class SettingsOnContainerdTests() : SettingsContract(new ContainerdEngine())
{
    [Test]
    public async Task A_privileged_container_sees_the_nodes_devices()
    {
        Assert.That(await OutputAsync(Config("ls /dev | /bin/busybox grep -c loop-control") with { Security = new ContainerSecurity { Privileged = true } }), Is.EqualTo("1"));
        Assert.That(await OutputAsync(Config("ls /dev | /bin/busybox grep -c loop-control")), Is.EqualTo("0"));
    }
}
