using System.Net;
using Kite.Agent.Kubelet;
using Kite.Agent.Network;
using Kite.Agent.Network.Cni;
using Kite.Agent.Network.Commands;
using Kite.Agent.Runtime;
using Kite.Agent.Runtime.Cri;
using Kite.Agent.Runtime.Cri.Logs;

namespace Kite.IntegrationTests.Agent.Engines;

/// <summary>A containerd of the test's own, with pods on a bridge of its own.</summary>
internal sealed class ContainerdEngine : TestEngine
{
    /// <summary>Test runs side by side don't share a bridge.</summary>
    private readonly int number = Random.Shared.Next(1, 250);

    public override string Scheme => "containerd";

    public override PodNetworkAttachment Network => new("kite", IPNetwork.Parse($"10.202.{number}.0/24"), IPAddress.Parse($"10.202.{number}.1"));

    public override string? LogDirectory => "/var/log/pods";

    /// <summary>The containerd.</summary>
    public Containerd Containerd { get; } = new();

    private string Bridge => $"kitecri{number}";

    public override async Task StartAsync()
    {
        await Containerd.StartAsync();
        await Containerd.ImportImagesAsync();
        await File.WriteAllTextAsync(Path.Combine(Containerd.CniDirectory, CniConfiguration.FileName), CniConfiguration.Write(Network, Bridge, 1500, Containerd.PathOf("addresses")));
        var runtime = Open("none");
        await Eventually.Holds(async () => await runtime.FindImageAsync(Image, CancellationToken.None) is not null);
        ((IDisposable)runtime).Dispose();
        using var connection = new CriConnection(OptionsOf("none"));
        await Eventually.Holds(async () => (await connection.StatusAsync(verbose: false, CancellationToken.None)).Status.Conditions.All(condition => condition.Status));
    }

    public override IContainerRuntime Open(string nodeName)
    {
        var options = OptionsOf(nodeName);
        return new CriRuntime(new CriConnection(options), new LogFiles(options), TimeProvider.System);
    }

    public override KubeletOptions Configure(KubeletOptions options) => options with { RuntimeEndpoint = Containerd.Endpoint };

    public override async Task<IReadOnlyList<string>> ContainersAsync(string nodeName) =>
        (await Containerd.CtrAsync("containers", "ls", "-q", $"labels.\"io.kite.node\"=={nodeName}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public override Task TagAsync(string image, string name) => Containerd.CtrAsync("images", "tag", "docker.io/" + image, "docker.io/" + name);

    public override Task UntagAsync(string name) => Containerd.CtrAsync("images", "rm", "docker.io/" + name);

    public override async Task RemoveAllAsync(string nodeName)
    {
        var options = OptionsOf(nodeName);
        using var connection = new CriConnection(options);
        await new CriCleanup(connection, new LogFiles(options)).RemoveAsync(nodeName, CancellationToken.None);
    }

    public override async ValueTask DisposeAsync()
    {
        await Containerd.DisposeAsync();
        await new ProcessCommandRunner().RunAsync("ip", ["link", "delete", Bridge], null, CancellationToken.None);
    }

    private CriOptions OptionsOf(string nodeName) => new(Containerd.Endpoint, nodeName);
}
