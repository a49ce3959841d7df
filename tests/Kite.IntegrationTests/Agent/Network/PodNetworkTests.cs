using Kite.Agent.Network;
using Kite.Agent.Network.Commands;
using Kite.Agent.Network.Docker;
using Kite.Agent.Network.IpTables;
using Kite.Api.Client;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.IntegrationTests.Agent.Engines;
using Kite.Testing.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.IntegrationTests.Agent.Network;

[RootOnly]
[Category("Docker")]
[NonParallelizable]
public sealed class PodNetworkTests
{
    private const string Network = "kite-test-network";
    private const string Bridge = "kitetest0";
    private const string Image = "kite-test-network:latest";
    private static readonly ProcessCommandRunner Host = new();
    private readonly RecordedRules rules = new();
    private FakeApiClient api = null!;
    private InformerFactory informers = null!;
    private DockerNetworks docker = null!;
    private PodNetwork network = null!;
    private CancellationTokenSource timeout = null!;

    [OneTimeSetUp]
    public async Task ImportAnImage()
    {
        await RunAsync("sh", "-c", $"tar -C / -c bin/busybox | docker import - {Image}");
    }

    [OneTimeTearDown]
    public Task RemoveTheImage() => Host.RunAsync("docker", ["rmi", Image], null, CancellationToken.None);

    [SetUp]
    public async Task Start()
    {
        timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await CleanAsync();
        api = new FakeApiClient();
        docker = new DockerNetworks(DockerEngine.Endpoint);
        await StartNetworkAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        await StopNetworkAsync();
        docker.Dispose();
        timeout.Dispose();
        await CleanAsync();
    }

    [Test]
    public async Task The_network_waits_for_the_nodes_pod_CIDR()
    {
        Assert.That(network.NotReadyReason, Does.Contain("no pod CIDR"));

        await SetPodCidrAsync("10.201.7.0/24");

        var attachment = await network.WaitReadyAsync(timeout.Token);
        var made = await docker.FindAsync(Network, timeout.Token);
        Assert.Multiple(() =>
        {
            Assert.That(network.NotReadyReason, Is.Null);
            Assert.That($"{attachment.PodCidr} {attachment.Gateway}", Is.EqualTo("10.201.7.0/24 10.201.7.1"));
            Assert.That(made, Is.EqualTo(new DockerNetwork { Name = Network, Subnet = attachment.PodCidr, Gateway = attachment.Gateway, Bridge = Bridge, Mtu = 1380, IsKites = true }));
            Assert.That(rules.Applied!.Nat.Chains["KITE-NET-POST"], Has.One.StartsWith("-s 10.201.7.0/24 ! -d 224.0.0.0/4 -j MASQUERADE"));
        });
    }

    [Test]
    public async Task A_network_of_an_earlier_run_is_adopted_with_its_containers()
    {
        await SetPodCidrAsync("10.201.7.0/24");
        await network.WaitReadyAsync(timeout.Token);
        var id = await RunAsync("docker", "network", "inspect", "-f", "{{.Id}}", Network);
        await RunAsync("docker", "run", "-d", "--name", Network, "--network", Network, Image, "/bin/busybox", "sleep", "60");

        await StopNetworkAsync();
        await StartNetworkAsync();
        await network.WaitReadyAsync(timeout.Token);

        Assert.That(await RunAsync("docker", "network", "inspect", "-f", "{{.Id}}", Network), Is.EqualTo(id));
        Assert.That(await RunAsync("docker", "inspect", "-f", "{{.State.Running}}", Network), Is.EqualTo("true"));
    }

    [Test]
    public async Task Pods_ports_get_hairpin_mode_as_they_join()
    {
        await SetPodCidrAsync("10.201.7.0/24");
        await network.WaitReadyAsync(timeout.Token);

        await RunAsync("docker", "run", "-d", "--name", Network, "--network", Network, Image, "/bin/busybox", "sleep", "60");

        await Eventually.Holds(async () => (await Host.RunAsync("sh", ["-c", $"bridge -d link | grep -A1 'master {Bridge} ' | grep 'hairpin on'"], null, timeout.Token)).Succeeded);
    }

    [Test]
    public async Task A_network_that_somebody_removes_is_made_again()
    {
        await SetPodCidrAsync("10.201.7.0/24");
        await network.WaitReadyAsync(timeout.Token);

        await RunAsync("docker", "network", "rm", Network);

        await Eventually.Holds(async () => await docker.FindAsync(Network, timeout.Token) is not null);
        await network.WaitReadyAsync(timeout.Token);
    }

    [Test]
    public async Task Somebody_elses_network_of_the_name_is_left_alone()
    {
        await RunAsync("docker", "network", "create", Network);

        await SetPodCidrAsync("10.201.7.0/24");

        await Eventually.Holds(() => network.NotReadyReason?.Contains("isn't Kite's") == true);
    }

    [Test]
    public async Task Cleaning_up_removes_containers_and_network_and_can_be_repeated()
    {
        await SetPodCidrAsync("10.201.7.0/24");
        await network.WaitReadyAsync(timeout.Token);
        await RunAsync("docker", "run", "-d", "--name", Network, "--label", $"io.kite.node={Network}", "--network", Network, Image, "/bin/busybox", "sleep", "60");
        await StopNetworkAsync();
        var options = new NodeCleanupOptions { NodeName = Network, NetworkName = Network, DnsAddress = System.Net.IPAddress.Parse("10.201.255.10") };

        var first = await NodeCleanup.RunAsync(options, new DockerCleanup(docker, Network), new NoCommands(), timeout.Token);
        var second = await NodeCleanup.RunAsync(options, new DockerCleanup(docker, Network), new NoCommands(), timeout.Token);

        Assert.That(first.Concat(second), Has.All.Property(nameof(NodeCleanupStep.Succeeded)).True);
        Assert.That(await docker.FindAsync(Network, timeout.Token), Is.Null);
        await StartNetworkAsync();
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await Host.RunAsync(program, arguments, null, CancellationToken.None);
        Assert.That(result.Succeeded, Is.True, () => $"{program} {string.Join(' ', arguments)}: {result.Error}");
        return result.Output.Trim();
    }

    private static async Task CleanAsync()
    {
        await Host.RunAsync("docker", ["rm", "-f", Network], null, CancellationToken.None);
        await Host.RunAsync("sh", ["-c", $"docker network rm $(docker network ls -q -f name={Network})"], null, CancellationToken.None);
    }

    private async Task StartNetworkAsync()
    {
        var options = new PodNetworkOptions { NodeName = "n1", ClusterCidr = System.Net.IPNetwork.Parse("10.201.0.0/16"), NetworkName = Network, BridgeName = Bridge, Mtu = 1380 };
        informers = new InformerFactory(api, TimeProvider.System, NullLogger<InformerFactory>.Instance);
        var kernel = new Kernel(NullLogger<Kernel>.Instance);
        network = new PodNetwork(informers, new DockerNetworkPlugin(docker, kernel, options), rules, kernel, Host, options, TimeProvider.System, NullLogger<PodNetwork>.Instance);
        await informers.StartAsync(timeout.Token);
        await network.StartAsync(timeout.Token);
    }

    private async Task StopNetworkAsync()
    {
        await network.StopAsync(CancellationToken.None);
        network.Dispose();
        await informers.StopAsync(CancellationToken.None);
        informers.Dispose();
    }

    private Task<Node> SetPodCidrAsync(string cidr) =>
        api.Resource<Node>().CreateAsync(new Node { Metadata = new ObjectMeta { Name = "n1" }, Spec = new NodeSpec { PodCIDR = cidr, PodCIDRs = [cidr] } }, timeout.Token);

    // The host's own tables belong to the engine that all tests share; the rules have tests of their own in namespaces.
    private sealed class RecordedRules : IIpTables
    {
        public RuleSet? Applied { get; private set; }

        public Task ApplyAsync(RuleSet rules, CancellationToken cancellationToken)
        {
            Applied = rules;
            return Task.CompletedTask;
        }

        public Task<bool> RestoreAsync(CancellationToken cancellationToken) => Task.FromResult(false);
    }

    private sealed class NoCommands : ICommandRunner
    {
        public Task<CommandResult> RunAsync(string program, IReadOnlyList<string> arguments, string? input, CancellationToken cancellationToken) =>
            Task.FromResult(new CommandResult(0, "", ""));
    }
}
