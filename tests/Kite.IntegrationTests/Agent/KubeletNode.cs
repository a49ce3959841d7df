using System.Net;
using Kite.Agent.Kubelet;
using Kite.Agent.Network;
using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.IntegrationTests.Agent.Engines;
using Kite.Testing.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.IntegrationTests.Agent;

/// <summary>A kubelet on a container engine with an API in memory; everything that it makes has the node's name on it, and is removed at the end.</summary>
internal class KubeletNode(TestEngine engine) : IAsyncDisposable
{
    public const string Image = TestEngine.Image;

    private IHost? host;

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("kite-kubelet-").FullName;

    public FakeApiClient Api { get; } = new();

    public string Name { get; } = $"kubelet-test-{Guid.NewGuid():n}"[..24];

    public IResourceClient<Pod> Pods => Api.Resource<Pod>();

    public async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IApiClient>(Api);
        builder.Services.AddSingleton<InformerFactory>().AddSingleton<IInformerFactory>(provider => provider.GetRequiredService<InformerFactory>())
            .AddHostedService(provider => provider.GetRequiredService<InformerFactory>());
        builder.Services.AddEventRecorders();
        builder.Services.AddSingleton<IPodNetwork>(new ReadyNetwork(engine.Network));
        builder.Services.AddKubelet(engine.Configure(new KubeletOptions { NodeName = Name, DataDirectory = Directory, Version = "v1.34.0+test", ClusterDns = IPAddress.Parse("10.43.0.10") }));
        host = builder.Build();
        await host.StartAsync();
    }

    /// <summary>A part of the kubelet that runs.</summary>
    public T Part<T>()
        where T : notnull => host!.Services.GetRequiredService<T>();

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
    public async Task<Pod> WaitAsync(string name, Func<Pod?, bool> condition)
    {
        Pod? pod = null;
        try
        {
            await Eventually.Holds(async () => condition(pod = await Pods.FindAsync("default", name, CancellationToken.None)));
            return pod!;
        }
        catch (AssertionException)
        {
            var events = await Api.Resource<Event>().ListAsync("default", ListQuery.All, CancellationToken.None);
            throw new AssertionException($"pod {name} did not become what was expected; it is {pod}\n{string.Join('\n', events.Items.Select(e => $"{e.Type} {e.Reason} x{e.Count}: {e.Message}"))}");
        }
    }

    public Task WaitForEventAsync(string reason, string message) => Eventually.Holds(async () =>
        (await Api.Resource<Event>().ListAsync("default", ListQuery.All, CancellationToken.None)).Items.Any(e => e.Reason == reason && e.Message == message));

    public static bool IsReady(Pod? pod) => pod?.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" }) is true;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await engine.RemoveAllAsync(Name);
        Kite.Agent.Volumes.Mounts.UnmountBelow(Directory);
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private sealed class ReadyNetwork(PodNetworkAttachment network) : IPodNetwork
    {
        public string? NotReadyReason => null;

        public ValueTask<PodNetworkAttachment> WaitReadyAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(network);

        public void Adopt()
        {
        }

        public void Invalidate()
        {
        }
    }
}
