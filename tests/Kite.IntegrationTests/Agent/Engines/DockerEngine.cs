using System.Net;
using Kite.Agent.Kubelet;
using Kite.Agent.Network;
using Kite.Agent.Runtime;
using Kite.Agent.Runtime.Docker;

namespace Kite.IntegrationTests.Agent.Engines;

/// <summary>The machine's Docker Engine, or the one that <c>DOCKER_HOST</c> names.</summary>
internal sealed class DockerEngine : TestEngine
{
    /// <summary>Its address.</summary>
    public static readonly Uri Endpoint = new(Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } named ? named : "unix:///var/run/docker.sock");

    public override string Scheme => "docker";

    public override PodNetworkAttachment Network { get; } = new("bridge", IPNetwork.Parse("172.17.0.0/16"), IPAddress.Parse("172.17.0.1"));

    public override Task StartAsync() => DockerNode.ImportImageAsync();

    public override IContainerRuntime Open(string nodeName) => new DockerRuntime(new DockerOptions(Endpoint, nodeName, Path.GetTempPath()), TimeProvider.System);

    public override KubeletOptions Configure(KubeletOptions options) => options with { DockerEndpoint = Endpoint };

    public override async Task<IReadOnlyList<string>> ContainersAsync(string nodeName) =>
        (await DockerNode.DockerAsync("ps", "-aq", "--no-trunc", "--filter", $"label=io.kite.node={nodeName}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public override Task TagAsync(string image, string name) => DockerNode.DockerAsync("tag", image, name);

    public override Task UntagAsync(string name) => DockerNode.DockerAsync("rmi", name);

    public override async Task RemoveAllAsync(string nodeName)
    {
        if (await ContainersAsync(nodeName) is { Count: > 0 } left) await DockerNode.DockerAsync(["rm", "-f", .. left]);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
