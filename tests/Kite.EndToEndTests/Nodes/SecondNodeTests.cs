using System.Diagnostics;

namespace Kite.EndToEndTests.Nodes;

/// <summary>Joins a node to the shared server, so no other test may count nodes meanwhile.</summary>
[NonParallelizable]
internal sealed class SecondNodeTests : ClusterTest
{
    private const string NodeName = "e2e-second";
    private readonly string directory = SharedCluster.DirectoryFor("second");
    private Process? agent;

    private string DataDirectory => Path.Combine(directory, "data");

    [Test]
    public async Task An_agent_joins_with_a_token_becomes_ready_and_runs_a_pod()
    {
        await using var network = await JoinAsync();
        await Kubectl.ApplyAsync(Manifests.Pod("away", "sleep 600", spec: $"nodeName: {NodeName}"));
        await Kubectl.ReadyAsync("away");
        Assert.That(await network.Docker.ContainersAsync(Namespace), Has.Count.EqualTo(2));
        Assert.That(await Docker.OfThisMachine.ContainersAsync(Namespace), Is.Empty);
        await Eventually.That(async () => (await Kubectl.TryAsync("exec", "away", "--", "echo", "over", "there")).Output.Trim(), Is.EqualTo("over there"));
        Assert.That(await Kubectl.PathAsync("{.status.hostIP}", "pod", "away"), Is.EqualTo(SecondNodeNetwork.NodeAddress));
        await LeaveAsync(network);
    }

    [Test]
    public async Task A_node_that_boots_without_its_server_runs_the_pods_it_had()
    {
        await using var network = await JoinAsync();
        await Kubectl.RunAsync("create", "configmap", "greeting", "--from-literal=text=good day");
        await Kubectl.ApplyAsync(Manifests.Pod(
            "away",
            "echo $TEXT; sleep 600",
            "env: [{ name: TEXT, valueFrom: { configMapKeyRef: { name: greeting, key: text } } }]",
            $"nodeName: {NodeName}"));
        await Kubectl.ReadyAsync("away");
        await SecondNodeNetwork.CutAsync();
        agent!.Kill();
        await agent.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await network.Docker.RunAsync(["kill", .. await network.Docker.ContainersAsync(Namespace)]);
        Assert.That(await network.Docker.ContainersAsync(Namespace), Is.Empty);

        agent.Dispose();
        agent = StartAgent(network);
        await Eventually.That(() => network.Docker.ContainersAsync(Namespace), Has.Count.EqualTo(2));

        await SecondNodeNetwork.MendAsync();
        await Kubectl.EventuallyAsync("{.status.containerStatuses[0].restartCount}", Is.EqualTo("1"), "pod", "away");
        await Kubectl.ReadyAsync("away");
        await Eventually.That(async () => (await Kubectl.TryAsync("logs", "away")).Output.Trim(), Is.EqualTo("good day"));
        await LeaveAsync(network);
    }

    [TearDown]
    public async Task ShowLog()
    {
        if (agent is { HasExited: false }) agent.Kill();
        agent?.Dispose();
        await TestContext.Out.WriteLineAsync(await File.ReadAllTextAsync(Path.Combine(directory, "agent.log")));
    }

    private async Task<SecondNodeNetwork> JoinAsync()
    {
        var network = new SecondNodeNetwork(directory);
        await network.StartAsync();
        agent = StartAgent(network, "--token", await SharedCluster.Server.CreateTokenAsync());
        await Kubectl.EventuallyAsync("{.status.conditions[?(@.type==\"Ready\")].status}", Is.EqualTo("True"), "node", NodeName);
        return network;
    }

    private async Task LeaveAsync(SecondNodeNetwork network)
    {
        await StopAsync(agent!);
        await Kubectl.TryAsync("delete", "pod", "away", "--force", "--grace-period=0");
        await Kubectl.TryAsync("delete", "node", NodeName);
        (await Command.RunAsync(SecondNodeNetwork.On[0], [.. SecondNodeNetwork.On[1..], KiteBinary.Path, "cleanup", "--data-dir", DataDirectory, "--docker-endpoint", network.Docker.Host])).Succeeded();
    }

    private Process StartAgent(SecondNodeNetwork network, params string[] arguments)
    {
        string[] agent =
        [
            .. SecondNodeNetwork.On, KiteBinary.Path, "agent", "--join", $"https://{SecondNodeNetwork.ServerAddress}:{SharedCluster.Server.Port}",
            "--node-name", NodeName, "--node-ip", SecondNodeNetwork.NodeAddress, "--data-dir", DataDirectory, "--docker-endpoint", network.Docker.Host, .. arguments,
        ];
        return Command.Start("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", Path.Combine(directory, "agent.log"), .. agent]);
    }

    private static async Task StopAsync(Process agent)
    {
        await Command.RunAsync("/bin/kill", ["-TERM", $"{agent.Id}"]);
        await agent.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That(agent.ExitCode, Is.Zero);
    }
}
