using System.Diagnostics;

namespace Kite.EndToEndTests.Durability;

/// <summary>Stops and kills the shared server, so nothing else may run meanwhile.</summary>
[NonParallelizable]
internal sealed class RestartOfKiteTests : ClusterTest
{
    private const string Restarts = "{range .items[*]}{.status.containerStatuses[*].restartCount} {end}";

    [Test]
    public async Task Kill_9_loses_no_acknowledged_write_and_restarts_no_container()
    {
        await Kubectl.ApplyAsync(Manifests.WebDeployment("web", replicas: 2));
        await Kubectl.RolledOutAsync("deployment/web");
        var containers = await Docker.OfThisMachine.ContainersAsync(Namespace);
        Assert.That(containers, Has.Count.EqualTo(4));

        var acknowledged = new List<string>();
        var enough = new TaskCompletionSource();
        var writer = WriteUntilRefusedAsync(acknowledged, enough);
        await enough.Task;
        await SharedCluster.Server.KillAsync();
        await writer;
        Assert.That(await Docker.OfThisMachine.ContainersAsync(Namespace), Is.EqualTo(containers), "while kite is away");

        await SharedCluster.Server.StartAndWaitAsync();
        var stored = (await Kubectl.RunAsync("get", "configmaps", "-o", "jsonpath={.items[*].metadata.name}")).Split(' ');
        Assert.That(acknowledged, Is.SubsetOf(stored));
        await AssertAdoptedAsync(containers);
    }

    [Test]
    public async Task SIGTERM_stops_cleanly_and_the_next_start_is_quick_and_adopts_the_containers()
    {
        await Kubectl.ApplyAsync(Manifests.WebDeployment("web", replicas: 2));
        await Kubectl.RolledOutAsync("deployment/web");
        var containers = await Docker.OfThisMachine.ContainersAsync(Namespace);

        Assert.That(await SharedCluster.Server.TerminateAsync(), Is.Zero);
        Assert.That(await Docker.OfThisMachine.ContainersAsync(Namespace), Is.EqualTo(containers), "while kite is away");
        var watch = Stopwatch.StartNew();
        await SharedCluster.Server.StartAndWaitAsync();
        // Generous: the build for development is slower than the published one, and so are busy machines.
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
        await AssertAdoptedAsync(containers);
    }

    [Test]
    public async Task What_happened_while_kite_was_away_is_caught_up_with()
    {
        await Kubectl.ApplyAsync(Manifests.WebDeployment("web", replicas: 2));
        await Kubectl.RolledOutAsync("deployment/web");
        await Kubectl.ApplyAsync(Manifests.Pod("ending", "until [ -e /marks/end ]; do sleep 0.1; done; exit 5", "volumeMounts: [{ name: marks, mountPath: /marks }]", $"volumes: [{{ name: marks, hostPath: {{ path: {SharedCluster.DirectoryFor(Namespace)} }} }}]", "Never"));
        await Kubectl.ReadyAsync("ending");
        var victim = await Kubectl.PathAsync("{.items[0].status.containerStatuses[0].containerID}", "pods", "-l", "app=web");

        await SharedCluster.Server.KillAsync();
        await File.WriteAllTextAsync(Path.Combine(SharedCluster.DirectoryFor(Namespace), "end"), "");
        (await Docker.OfThisMachine.RunAsync("kill", victim.Replace("docker://", "", StringComparison.Ordinal))).Succeeded();
        await SharedCluster.Server.StartAndWaitAsync();

        Assert.That(await Kubectl.EndedAsync("ending"), Is.EqualTo("Failed"));
        Assert.That(await Kubectl.PathAsync("{.status.containerStatuses[0].state.terminated.exitCode}", "pod", "ending"), Is.EqualTo("5"));
        await Kubectl.EventuallyAsync(Restarts, Is.EqualTo("1 0 ").Or.EqualTo("0 1 "), "pods", "-l", "app=web");
        await Kubectl.EventuallyAsync("{.status.readyReplicas}", Is.EqualTo("2"), "deployment", "web");
    }

    [Test]
    public async Task Pods_deleted_just_before_a_kill_are_gone_after_the_next_start()
    {
        await Kubectl.ApplyAsync(Manifests.WebDeployment("web", replicas: 3));
        await Kubectl.RolledOutAsync("deployment/web");
        await Kubectl.RunAsync("delete", "deployment/web", "--wait=false");
        await SharedCluster.Server.KillAsync();
        await SharedCluster.Server.StartAndWaitAsync();
        await Eventually.That(() => Kubectl.RunAsync("get", "pods,replicasets", "-o", "name"), Is.Empty);
        await Eventually.That(() => Docker.OfThisMachine.ContainersAsync(Namespace), Is.Empty);
    }

    private async Task AssertAdoptedAsync(IReadOnlyList<string> containers)
    {
        await Kubectl.RolledOutAsync("deployment/web");
        // Whatever the kubelet does to a pod follows from a status that it reported before; a change made now comes after that.
        await Kubectl.RunAsync("scale", "deployment/web", "--replicas=3");
        await Kubectl.RolledOutAsync("deployment/web");
        Assert.That(await Docker.OfThisMachine.ContainersAsync(Namespace), Is.SupersetOf(containers));
        Assert.That(await Kubectl.PathAsync(Restarts, "pods"), Is.EqualTo("0 0 0 "));
    }

    private async Task WriteUntilRefusedAsync(List<string> acknowledged, TaskCompletionSource enough)
    {
        for (var i = 0; ; i++)
        {
            if ((await Kubectl.TryAsync("create", "configmap", $"write-{i}", "--from-literal=a=b")).ExitCode != 0) break;
            acknowledged.Add($"write-{i}");
            if (i == 10) enough.SetResult();
        }
        enough.TrySetResult();
    }
}
