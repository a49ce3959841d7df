using System.Diagnostics;
using System.Formats.Tar;
using System.Net;
using Kite.Agent.Kubelet;
using Kite.Agent.Network;
using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.Testing.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.IntegrationTests.Agent;

/// <summary>A kubelet on the machine's Docker Engine with an API in memory; everything that it makes has the node's name on it, and is removed at the end.</summary>
internal sealed class DockerNode : IAsyncDisposable
{
    public const string Image = "kite-kubelet-test/busybox:1";

    private IHost? host;

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("kite-kubelet-").FullName;

    public FakeApiClient Api { get; } = new();

    public string Name { get; } = $"kubelet-test-{Guid.NewGuid():n}"[..24];

    public IResourceClient<Pod> Pods => Api.Resource<Pod>();

    public static async Task<string> DockerAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (await output + await errors).Trim();
    }

    public static async Task ImportImageAsync()
    {
        if ((await DockerAsync("images", "-q", Image)).Length > 0) return;
        var file = Path.GetTempFileName();
        await using (var stream = File.Create(file))
        await using (var tar = new TarWriter(stream))
        {
            foreach (var path in new[] { "bin/", "tmp/", "etc/" }) await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, path) { Mode = (UnixFileMode)0x1FF });
            await tar.WriteEntryAsync("/bin/busybox", "bin/busybox");
            foreach (var name in new[] { "sh", "sleep", "cat", "echo", "true", "false", "env", "nc", "httpd", "ls", "id", "hostname", "touch" })
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{name}") { LinkName = "busybox" });
        }
        await DockerAsync("import", "-c", "ENV PATH=/bin", "-c", "CMD [\"sh\"]", file, Image);
        File.Delete(file);
    }

    public async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IApiClient>(Api);
        builder.Services.AddSingleton<InformerFactory>().AddSingleton<IInformerFactory>(provider => provider.GetRequiredService<InformerFactory>())
            .AddHostedService(provider => provider.GetRequiredService<InformerFactory>());
        builder.Services.AddEventRecorders();
        builder.Services.AddSingleton<IPodNetwork, DefaultBridge>();
        builder.Services.AddKubelet(new KubeletOptions { NodeName = Name, DataDirectory = Directory, Version = "v1.34.0+test", ClusterDns = IPAddress.Parse("10.43.0.10") });
        host = builder.Build();
        await host.StartAsync();
    }

    public async Task StopAsync()
    {
        if (host is null) return;
        await host.StopAsync();
        host.Dispose();
        host = null;
    }

    public Task<Pod> CreateAsync(string name, string command, Func<Container, Container>? container = null, Func<PodSpec, PodSpec>? spec = null)
    {
        var main = new Container { Name = "main", Image = Image, Command = ["sh", "-c", command] };
        var podSpec = new PodSpec { NodeName = Name, RestartPolicy = "Always", TerminationGracePeriodSeconds = 1, Containers = [container?.Invoke(main) ?? main] };
        return Pods.CreateAsync(new Pod { Metadata = new ObjectMeta { Namespace = "default", Name = name }, Spec = spec?.Invoke(podSpec) ?? podSpec }, CancellationToken.None);
    }

    /// <summary>Waits until the pod, or its absence, is as expected; the failure shows its last state.</summary>
    public async Task<Pod> WaitAsync(string name, Func<Pod?, bool> condition, int seconds = 30)
    {
        var deadline = Stopwatch.StartNew();
        Pod? pod = null;
        while (deadline.Elapsed < TimeSpan.FromSeconds(seconds))
        {
            pod = await Pods.FindAsync("default", name, CancellationToken.None);
            if (condition(pod)) return pod!;
            await Task.Delay(10);
        }
        var events = await Api.Resource<Event>().ListAsync("default", ListQuery.All, CancellationToken.None);
        throw new AssertionException($"pod {name} did not become what was expected; it is {pod}\n{string.Join('\n', events.Items.Select(e => $"{e.Type} {e.Reason} x{e.Count}: {e.Message}"))}");
    }

    public static async Task UntilAsync(Func<Task<bool>> condition, int seconds = 30)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(seconds)) throw new AssertionException("it did not come true in time");
            await Task.Delay(20);
        }
    }

    public Task WaitForEventAsync(string reason, string message) => UntilAsync(async () =>
        (await Api.Resource<Event>().ListAsync("default", ListQuery.All, CancellationToken.None)).Items.Any(e => e.Reason == reason && e.Message == message));

    public static bool IsReady(Pod? pod) => pod?.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" }) is true;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        var left = (await DockerAsync("ps", "-aq", "--filter", $"label=io.kite.node={Name}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (left.Length > 0) await DockerAsync(["rm", "-f", .. left]);
        Kite.Agent.Volumes.Mounts.UnmountBelow(Directory);
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private sealed class DefaultBridge : IPodNetwork
    {
        public string? NotReadyReason => null;

        public ValueTask<PodNetworkAttachment> WaitReadyAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(new PodNetworkAttachment("bridge", IPNetwork.Parse("172.17.0.0/16"), IPAddress.Parse("172.17.0.1")));

        public void Adopt()
        {
        }

        public void Invalidate()
        {
        }
    }
}
