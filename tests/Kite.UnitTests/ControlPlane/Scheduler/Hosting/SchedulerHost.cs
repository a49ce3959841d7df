using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler;
using Kite.Testing.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.ControlPlane.Scheduler.Hosting;

/// <summary>The scheduler on an API in memory.</summary>
internal sealed class SchedulerHost : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private SchedulerHost(ServiceProvider services) => this.services = services;

    internal FakeApiClient Api { get; private init; } = new();

    internal FakeTimeProvider Time { get; private init; } = new(DateTimeOffset.UnixEpoch.AddYears(56));

    internal IResourceClient<Pod> Pods => Api.Resource<Pod>();

    internal IResourceClient<Node> Nodes => Api.Resource<Node>();

    internal static async Task<SchedulerHost> StartAsync()
    {
        var (api, time) = (new FakeApiClient(), new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56)));
        var services = new ServiceCollection()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IApiClient>(api)
            .AddSingleton<InformerFactory>()
            .AddSingleton<IInformerFactory>(provider => provider.GetRequiredService<InformerFactory>())
            .AddHostedService(provider => provider.GetRequiredService<InformerFactory>())
            .AddEventRecorders()
            .AddScheduler(new SchedulerOptions())
            .BuildServiceProvider();
        foreach (var service in services.GetServices<IHostedService>()) await service.StartAsync(CancellationToken.None);
        return new SchedulerHost(services) { Api = api, Time = time };
    }

    internal async Task<Pod> PodWhenAsync(string name, Func<Pod, bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var change in Pods.WatchAsync("default", new ListQuery(), timeout.Token))
            if (change.Object.Metadata.Name == name && condition(change.Object)) return change.Object;
        throw new TimeoutException($"pod {name} never became what was waited for");
    }

    internal async Task<Event> EventAsync(string reason)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var change in Api.Resource<Event>().WatchAsync("default", new ListQuery(), timeout.Token))
            if (change.Object.Reason == reason) return change.Object;
        throw new TimeoutException($"no event {reason}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in services.GetServices<IHostedService>()) await service.StopAsync(CancellationToken.None);
        await services.DisposeAsync();
    }
}
