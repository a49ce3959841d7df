using Kite.Api.Models.CoreV1;

namespace Kite.IntegrationTests.Agent;

[TestFixture]
[Category("Docker")]
internal sealed class KubeletOnDockerTests
{
    private DockerNode node = null!;

    [OneTimeSetUp]
    public async Task Import()
    {
        if (!File.Exists("/var/run/docker.sock")) Assert.Ignore("there is no Docker Engine");
        await DockerNode.ImportImageAsync();
    }

    [SetUp]
    public async Task SetUp()
    {
        node = new DockerNode();
        await node.StartAsync();
    }

    [TearDown]
    public async Task TearDown() => await node.DisposeAsync();

    [Test]
    public async Task A_bound_pod_runs_and_becomes_ready()
    {
        await node.CreateAsync("web", "sleep 1000");
        var pod = await node.WaitAsync("web", DockerNode.IsReady);
        Assert.Multiple(() =>
        {
            Assert.That(pod.Status.Phase, Is.EqualTo("Running"));
            Assert.That(pod.Status.PodIP, Does.StartWith("172."));
            Assert.That(pod.Status.QosClass, Is.EqualTo("BestEffort"));
            Assert.That(pod.Status.ContainerStatuses[0].ContainerID, Does.StartWith("docker://"));
            Assert.That(pod.Status.ContainerStatuses[0].State!.Running!.StartedAt, Is.Not.Null);
        });
    }
}
