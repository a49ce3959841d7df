using Kite.Api.Models.CoreV1;
using Kite.IntegrationTests.Agent.Engines;
using Kite.IntegrationTests.Agent.Network;

namespace Kite.IntegrationTests.Agent;

/// <summary>A containerd that crashes or hangs under a node.</summary>
[RootOnly]
[Category("Containerd")]
internal sealed class ContainerdLossTests : KubeletTest
{
    private readonly ContainerdEngine engine;

    public ContainerdLossTests()
        : this(new ContainerdEngine())
    {
    }

    private ContainerdLossTests(ContainerdEngine engine)
        : base(engine) => this.engine = engine;

    [Test]
    public async Task Pods_run_on_while_containerd_is_gone_and_the_node_says_so()
    {
        await Kubelet.CreateAsync("web", "sleep 1000");
        var before = await Kubelet.WaitAsync("web", KubeletNode.IsReady);
        await engine.Containerd.KillAsync();
        await ReadyAsync("False", "container runtime is down");
        await Kubelet.CreateAsync("late", "sleep 1000");

        await engine.Containerd.StartAsync();
        await ReadyAsync("True", "kubelet is posting ready status");
        await Kubelet.WaitAsync("late", KubeletNode.IsReady);
        Assert.That((await Kubelet.WaitAsync("web", KubeletNode.IsReady)).Status, Is.EqualTo(before.Status), "nobody has touched it");
        await DeleteAsync("web");
    }

    [Test]
    public async Task What_ended_while_containerd_was_gone_is_told_afterwards()
    {
        await Kubelet.CreateAsync("job", "while [ ! -e /tmp/stop ]; do sleep 0.1; done; exit 7", spec: spec => spec with { RestartPolicy = "Never" });
        var pod = await Kubelet.WaitAsync("job", KubeletNode.IsReady);
        var container = (await engine.Open(Kubelet.Name).FindAsync(pod.Status.ContainerStatuses[0].ContainerID!.Split("//")[1], CancellationToken.None))!;
        await engine.Containerd.KillAsync();
        await File.WriteAllTextAsync($"/proc/{container.ProcessId}/root/tmp/stop", "");
        await Eventually.Holds(() => !Directory.Exists($"/proc/{container.ProcessId}"));
        await engine.Containerd.StartAsync();
        var ended = await Kubelet.WaitAsync("job", seen => seen?.Status.Phase == "Failed");
        Assert.That(ended.Status.ContainerStatuses[0].State!.Terminated!.ExitCode, Is.EqualTo(7));
    }

    [Test]
    public async Task A_containerd_that_hangs_is_found_out_and_all_goes_on_when_it_does()
    {
        await Kubelet.CreateAsync("web", "sleep 1000");
        var before = await Kubelet.WaitAsync("web", KubeletNode.IsReady);
        await ReadyAsync("True", "kubelet is posting ready status");
        await engine.Containerd.HangAsync();
        await ReadyAsync("False", "container runtime is down: it doesn't answer");
        await engine.Containerd.GoOnAsync();
        await ReadyAsync("True", "kubelet is posting ready status");
        Assert.That((await Kubelet.WaitAsync("web", KubeletNode.IsReady)).Status, Is.EqualTo(before.Status));
        await DeleteAsync("web");
    }

    [Test]
    public async Task A_kubelet_that_starts_before_containerd_waits_for_it()
    {
        await Kubelet.CreateAsync("web", "sleep 1000");
        var before = await Kubelet.WaitAsync("web", KubeletNode.IsReady);
        await Kubelet.StopAsync();
        await engine.Containerd.KillAsync();
        await Kubelet.StartAsync();
        await ReadyAsync("False", "container runtime is down");
        await engine.Containerd.StartAsync();
        await ReadyAsync("True", "kubelet is posting ready status");
        Assert.That((await Kubelet.WaitAsync("web", KubeletNode.IsReady)).Status.ContainerStatuses, Is.EqualTo(before.Status.ContainerStatuses));
    }

    private async Task DeleteAsync(string name)
    {
        await Kubelet.Pods.DeleteAsync("default", name, null, CancellationToken.None);
        await Kubelet.WaitAsync(name, pod => pod is null);
    }

    private Task ReadyAsync(string status, string message) => Eventually.Holds(
        async () => await Kubelet.Api.Resource<Node>().FindAsync(null, Kubelet.Name, CancellationToken.None) is { } found
            && found.Status.Conditions.Any(condition => condition.Type == "Ready" && condition.Status == status && condition.Message!.StartsWith(message, StringComparison.Ordinal)));
}
