namespace Kite.EndToEndTests.Nodes;

/// <summary>Joins a node to the shared server, so no other test may count nodes meanwhile.</summary>
[NonParallelizable]
internal sealed class SecondNodeTests : ClusterTest
{
    private const string NodeName = "e2e-second";
    private readonly string directory = SharedCluster.DirectoryFor("second");
    private JoinedAgent? agent;

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
        await Eventually.That(
            async () => (await Kubectl.TryAsync("get", "events", "--namespace", "default", "--field-selector", $"involvedObject.name={NodeName},reason=Starting", "--output", "name")).Output,
            Does.StartWith("event/"));
        await agent!.LeaveAsync(Kubectl);
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
        await SecondMachine.CutAsync();
        await agent!.KillAsync();
        await network.Docker.RunAsync(["kill", .. await network.Docker.ContainersAsync(Namespace)]);
        Assert.That(await network.Docker.ContainersAsync(Namespace), Is.Empty);

        agent.Start();
        await Eventually.That(() => network.Docker.ContainersAsync(Namespace), Has.Count.EqualTo(2));

        await SecondMachine.MendAsync();
        await Kubectl.EventuallyAsync("{.status.containerStatuses[0].restartCount}", Is.EqualTo("1"), "pod", "away");
        await Kubectl.ReadyAsync("away");
        await Eventually.That(async () => (await Kubectl.TryAsync("logs", "away")).Output.Trim(), Is.EqualTo("good day"));
        await agent!.LeaveAsync(Kubectl);
    }

    [Test]
    public async Task What_happens_while_the_server_is_away_is_done_by_policy_and_told_when_it_is_back()
    {
        await using var network = await JoinAsync();
        await Kubectl.ApplyAsync(Manifests.Pod("always", "sleep 600", spec: $"nodeName: {NodeName}"));
        await Kubectl.ApplyAsync(Manifests.Pod("never", "sleep 600", spec: $"nodeName: {NodeName}", restartPolicy: "Never"));
        await Kubectl.ReadyAsync("always");
        await Kubectl.ReadyAsync("never");
        await SecondMachine.CutAsync();
        (await network.Docker.RunAsync(["kill", .. await ContainersAsync("always"), .. await ContainersAsync("never")])).Succeeded();
        await Eventually.That(() => ContainersAsync("always", "--all"), Has.Length.EqualTo(2));

        await SecondMachine.MendAsync();
        const string Summary = "{.status.phase} {.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].state.terminated.exitCode}{.status.containerStatuses[0].lastState.terminated.exitCode}";
        await Kubectl.EventuallyAsync(Summary, Is.EqualTo("Failed 0 137"), "pod", "never");
        await Kubectl.EventuallyAsync(Summary, Is.EqualTo("Running 1 137"), "pod", "always");
        Assert.That(await ContainersAsync("never", "--all"), Has.Length.EqualTo(1));
        await agent!.LeaveAsync(Kubectl);

        async Task<string[]> ContainersAsync(string pod, params string[] more) =>
            (await network.Docker.RunAsync(["ps", "--quiet", "--filter", $"name=k8s_main_{pod}_{Namespace}_", .. more])).Succeeded().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [TearDown]
    public async Task ShowLog()
    {
        agent?.Dispose();
        if (agent is not null) await TestContext.Out.WriteLineAsync(await agent.LogAsync());
    }

    private async Task<SecondNodeNetwork> JoinAsync()
    {
        var network = new SecondNodeNetwork(directory);
        await network.StartAsync();
        agent = new JoinedAgent(directory, NodeName, "--docker-endpoint", network.Docker.Host);
        await agent.JoinAsync(Kubectl);
        return network;
    }
}
