using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.ControlPlane.Scheduler.Decisions;
using Kite.ControlPlane.Scheduler.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kite.ControlPlane.Scheduler;

/// <summary>Registers the scheduler.</summary>
public static class SchedulerServices
{
    /// <summary>Adds the scheduler, which gives every pod that names it a node while the host runs. Needs <see cref="IApiClient"/>, <see cref="IInformerFactory"/> and <see cref="IEventRecorderFactory"/>.</summary>
    public static IServiceCollection AddScheduler(this IServiceCollection services, SchedulerOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(options)
            .AddSingleton(DefaultProfile.Create(options))
            .AddSingleton(provider => new PodWriter(
                provider.GetRequiredService<IApiClient>(),
                provider.GetRequiredService<IEventRecorderFactory>().For(options.SchedulerName),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<PodWriter>>()))
            .AddSingleton<VolumeWriter>()
            .AddHostedService<SchedulerService>();
    }
}
