using System.Diagnostics;
using System.Net;
using Kite.Agent.Kubelet;
using Kite.Agent.Network;
using Kite.Agent.Network.Commands;
using Kite.Agent.Runtime;
using Kite.Agent.Runtime.Docker;
using Kite.Agent.Volumes;

namespace Kite.IntegrationTests.Agent.Engines;

/// <summary>A Docker Engine of the test's own that gives containers users of their own (<c>userns-remap</c>), with pods on a bridge of its own.</summary>
internal sealed class RemappedDockerEngine : TestEngine
{
    private static readonly ProcessCommandRunner Host = new();
    private readonly int number = Random.Shared.Next(1, 250);
    private readonly string directory = Directory.CreateTempSubdirectory("kite-remapped-").FullName;
    private Process? process;

    public override string Scheme => "docker";

    public override PodNetworkAttachment Network => new("bridge", IPNetwork.Parse($"10.203.{number}.0/24"), IPAddress.Parse($"10.203.{number}.1"));

    private string Bridge => $"kiteusr{number}";

    private Uri Endpoint => new($"unix://{directory}/docker.sock");

    public override async Task StartAsync()
    {
        await ShellAsync($"ip link add {Bridge} type bridge && ip address add {Network.Gateway}/24 dev {Bridge} && ip link set {Bridge} up");
        // The engine's users have to get to what is theirs.
        File.SetUnixFileMode(directory, File.GetUnixFileMode(directory) | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        // The user "dockremap" and its ids are made by the engine itself.
        var line = $"exec dockerd -H {Endpoint} --data-root {directory}/data --exec-root {directory}/exec --pidfile {directory}/pid --userns-remap default --bridge {Bridge} --iptables=false --ip-masq=false >{directory}/log 2>&1";
        process = Process.Start("/bin/sh", ["-c", line]);
        await Eventually.Holds(async () => process.HasExited ? throw new AssertionException(await File.ReadAllTextAsync(Path.Combine(directory, "log"))) : (await DockerAsync("info")).Succeeded);
        await DockerNode.ImportImageAsync();
        await ShellAsync($"docker save {Image} | docker -H {Endpoint} load");
    }

    public override IContainerRuntime Open(string nodeName) => new DockerRuntime(new DockerOptions(Endpoint, nodeName, Path.Combine(directory, "images")), TimeProvider.System);

    public override KubeletOptions Configure(KubeletOptions options) => options with { DockerEndpoint = Endpoint };

    public override async Task<IReadOnlyList<string>> ContainersAsync(string nodeName) =>
        (await DockerAsync("ps", "-aq", "--no-trunc", "--filter", $"label=io.kite.node={nodeName}")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public override Task TagAsync(string image, string name) => DockerAsync("tag", image, name);

    public override Task UntagAsync(string name) => DockerAsync("rmi", name);

    public override async Task RemoveAllAsync(string nodeName)
    {
        if (await ContainersAsync(nodeName) is { Count: > 0 } left) await DockerAsync(["rm", "-f", .. left]);
    }

    public override async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await Host.RunAsync("kill", [$"{process.Id}"], null, CancellationToken.None);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Mounts.UnmountBelow(directory);
        Directory.Delete(directory, recursive: true);
        await Host.RunAsync("ip", ["link", "delete", Bridge], null, CancellationToken.None);
    }

    private Task<CommandResult> DockerAsync(params string[] arguments) => Host.RunAsync("docker", ["-H", $"{Endpoint}", .. arguments], null, CancellationToken.None);

    private static async Task ShellAsync(string line)
    {
        var result = await Host.RunAsync("sh", ["-c", line], null, CancellationToken.None);
        Assert.That(result.Succeeded, Is.True, () => $"{line}: {result.Error}");
    }
}
