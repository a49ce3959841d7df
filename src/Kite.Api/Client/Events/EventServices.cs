using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Kite.Api.Client.Events;

/// <summary>Adds event recording to a host.</summary>
public static class EventServices
{
    /// <summary>Adds <see cref="IEventRecorderFactory"/>, shared by all parts of the host; it needs <see cref="IApiClient"/>.</summary>
    public static IServiceCollection AddEventRecorders(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EventRecorderFactory>();
        services.TryAddSingleton<IEventRecorderFactory>(provider => provider.GetRequiredService<EventRecorderFactory>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EventRecorderFactory>(provider => provider.GetRequiredService<EventRecorderFactory>()));
        return services;
    }
}
