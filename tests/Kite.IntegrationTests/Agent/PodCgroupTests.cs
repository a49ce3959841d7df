using Kite.Agent.Kubelet.Resources;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.IntegrationTests.Agent;

/// <summary>The control groups that pods get on a real engine.</summary>
[NonParallelizable]
internal sealed class PodCgroupTests
{
    [OneTimeSetUp]
    public async Task PrepareAsync()
    {
        if (!Environment.IsPrivilegedProcess || !(await DockerNode.DockerAsync("info", "--format", "{{.CgroupDriver}}")).Equals("cgroupfs", StringComparison.Ordinal))
            Assert.Ignore("needs root and an engine that makes control groups itself");
        await DockerNode.ImportImageAsync();
    }

    [Test]
    public async Task A_pods_containers_are_in_its_own_group_with_its_limits_and_the_group_goes_with_the_pod()
    {
        await using var node = new DockerNode();
        await node.StartAsync();
        await node.CreateAsync("limited", "sleep 600", container => container with
        {
            Resources = new ResourceRequirements { Limits = new Dictionary<string, Quantity> { ["cpu"] = new("100m"), ["memory"] = new("32Mi") }, Requests = new Dictionary<string, Quantity> { ["cpu"] = new("100m"), ["memory"] = new("32Mi") } },
        });
        var pod = await node.WaitAsync("limited", DockerNode.IsReady);
        var group = "/kubepods/pod" + pod.Metadata.Uid;
        var cgroups = Cgroups.Open();
        Assert.That(cgroups.Read(group)!.MemoryLimitBytes, Is.EqualTo(32 << 20));
        var id = pod.Status.ContainerStatuses[0].ContainerID!.Split("//")[1];
        Assert.That(cgroups.Children(group), Does.Contain(id));
        Assert.That(cgroups.Read($"{group}/{id}")!.WorkingSetBytes, Is.Positive);

        await node.Pods.DeleteAsync("default", "limited", null, CancellationToken.None);
        await node.WaitAsync("limited", found => found is null);
        await DockerNode.UntilAsync(() => Task.FromResult(cgroups.Read(group) is null));
    }
}
