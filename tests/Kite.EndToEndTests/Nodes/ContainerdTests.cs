namespace Kite.EndToEndTests.Nodes;

/// <summary>A node on containerd in place of Docker, joined to the shared server, so no other test may count nodes meanwhile.</summary>
[NonParallelizable]
internal sealed class ContainerdTests : ClusterTest
{
    private const string NodeName = "e2e-containerd";
    private const string Web = "mkdir -p /www && echo $WORD > /www/index.html && echo serving && exec httpd -f -p 8080 -h /www";
    private readonly string directory = SharedCluster.DirectoryFor("containerd");
    private ContainerdMachine machine = null!;
    private JoinedAgent agent = null!;

    [SetUp]
    public async Task JoinAsync()
    {
        machine = new ContainerdMachine(directory);
        await machine.StartAsync();
        agent = new JoinedAgent(directory, NodeName, "--container-runtime-endpoint", machine.Endpoint);
        await agent.JoinAsync(Kubectl);
        await Kubectl.RunAsync("create", "configmap", "words", "--from-literal=word=sesame");
    }

    [TearDown]
    public async Task LeaveAsync()
    {
        agent.Dispose();
        await TestContext.Out.WriteLineAsync(await agent.LogAsync());
        await Kubectl.TryAsync("delete", "node", NodeName);
        await machine.DisposeAsync();
    }

    [Test]
    public async Task Pods_on_containerd_answer_are_talked_to_and_leave_nothing_behind()
    {
        await WebAsync("readinessProbe: { httpGet: { path: /, port: 8080 }, periodSeconds: 1 }");
        await Kubectl.RunAsync("expose", "pod", "web", "--port=80", "--target-port=8080");
        await Kubectl.ReadyAsync("web");
        Assert.That(await Kubectl.PathAsync("{.status.containerStatuses[0].containerID} {.status.containerStatuses[0].imageID}", "pod", "web"), Does.Match("^containerd://[0-9a-f]{64} sha256:[0-9a-f]{64}$"));
        Assert.That(await Kubectl.PathAsync("{.status.nodeInfo.containerRuntimeVersion}", "node", NodeName), Does.StartWith("containerd://"));

        // Through its own Service the packet goes back out where it came in.
        var service = await Kubectl.PathAsync("{.spec.clusterIP}", "service", "web");
        await Eventually.That(async () => (await Kubectl.TryAsync("exec", "web", "--", "wget", "-qO-", $"http://{service}")).Output.Trim(), Is.EqualTo("sesame"));
        Assert.That(await Kubectl.RunAsync("exec", "web", "--", "nslookup", $"web.{Namespace}.svc.cluster.local"), Does.Contain(service));
        Assert.That(await Kubectl.RunAsync("logs", "web"), Is.EqualTo("serving\n"));
        var typed = await Kubectl.TryWithInputAsync("typed\n", "exec", "-i", "web", "--", "sh", "-c", "cat; exit 3");
        Assert.That((typed.Output, typed.ExitCode), Is.EqualTo(("typed\n", 3)));
        await ForwardAsync();
        await Eventually.That(async () => (await Kubectl.TryAsync("top", "pod", "web", "--no-headers")).Output, Does.Match(@"^web\s+\d+m\s+\d+Mi"));

        await Kubectl.RunAsync("delete", "pod", "web", "--timeout=60s");
        await Eventually.That(() => machine.ContainersAsync(Namespace), Is.Empty);
        await Eventually.Holds(() => !Directory.EnumerateDirectories("/var/log/pods", $"{Namespace}_*").Any());

        await WebAsync();
        await Kubectl.ReadyAsync("web");
        await agent.LeaveAsync(Kubectl);
        Assert.Multiple(async () =>
        {
            Assert.That(await machine.ContainersAsync(Namespace), Is.Empty);
            Assert.That(Directory.EnumerateFiles(Path.Combine(directory, "net.d")), Is.Empty);
            Assert.That(Directory.EnumerateDirectories("/var/log/pods", $"{Namespace}_*"), Is.Empty);
            Assert.That(await File.ReadAllTextAsync("/proc/mounts"), Does.Not.Contain($"{directory}/data").And.Not.Contain($"{directory}/state"));
            Assert.That((await SecondMachine.RunAsync("ip", "link")).Output, Does.Not.Contain("kite0").And.Not.Contain("veth"));
        });
    }

    [Test]
    public async Task Kite_and_containerd_are_killed_and_pods_run_on()
    {
        await WebAsync();
        await Kubectl.ReadyAsync("web");
        var before = await Kubectl.PathAsync("{.status.containerStatuses[0].containerID}", "pod", "web");
        await agent.KillAsync();
        await machine.KillContainerdAsync();
        await machine.StartContainerdAsync();
        agent.Start();
        await Kubectl.ApplyAsync(Manifests.Pod("late", "sleep 600", spec: $"nodeName: {NodeName}"));
        await Kubectl.ReadyAsync("late");
        await Eventually.That(async () => (await Kubectl.TryAsync("exec", "web", "--", "wget", "-qO-", "http://127.0.0.1:8080")).Output.Trim(), Is.EqualTo("sesame"));
        Assert.That(await Kubectl.PathAsync("{.status.containerStatuses[0].containerID} {.status.containerStatuses[0].restartCount}", "pod", "web"), Is.EqualTo($"{before} 0"));
        await agent.LeaveAsync(Kubectl);
    }

    [Test]
    public async Task A_machine_that_boots_without_its_server_runs_the_pods_it_had()
    {
        await WebAsync();
        await Kubectl.ReadyAsync("web");
        await SecondMachine.CutAsync();
        await agent.KillAsync();
        await machine.PowerOffAsync();

        await machine.StartContainerdAsync();
        Assert.That(await machine.RunningAsync(), Is.Zero);
        agent.Start();
        await Eventually.That(machine.RunningAsync, Is.EqualTo(2));

        await SecondMachine.MendAsync();
        await Kubectl.EventuallyAsync("{.status.containerStatuses[0].restartCount}", Is.EqualTo("1"), "pod", "web");
        await Kubectl.ReadyAsync("web");
        await Eventually.That(async () => (await Kubectl.TryAsync("exec", "web", "--", "wget", "-qO-", "http://127.0.0.1:8080")).Output.Trim(), Is.EqualTo("sesame"));
        await agent.LeaveAsync(Kubectl);
    }

    private Task<string> WebAsync(string container = "") => Kubectl.ApplyAsync(Manifests.Pod(
        "web", Web, "env: [{ name: WORD, valueFrom: { configMapKeyRef: { name: words, key: word } } }]\n" + container, $"nodeName: {NodeName}"));

    private async Task ForwardAsync()
    {
        using var forward = Kubectl.Start("port-forward", "pod/web", ":8080");
        var line = await forward.ReadUntilAsync([], line => line.StartsWith("Forwarding from 127.0.0.1:", StringComparison.Ordinal));
        using var client = new HttpClient();
        Assert.That((await client.GetStringAsync($"http://127.0.0.1:{line.Split(':')[1].Split(' ')[0]}/")).Trim(), Is.EqualTo("sesame"));
        forward.Kill();
        await forward.WaitForExitAsync();
    }
}
