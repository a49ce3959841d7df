using Kite.ApiServer.Services;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ApiServer.Webhooks;

/// <summary>Adds the client that calls webhooks.</summary>
public static class WebhookServiceCollectionExtensions
{
    /// <summary>Adds <see cref="WebhookClient"/> and how it finds Services. Needs the watch caches.</summary>
    public static IServiceCollection AddWebhookClient(this IServiceCollection services)
    {
        services.AddSingleton<ServiceEndpoints>();
        services.AddSingleton<WebhookDialer>();
        services.AddSingleton(provider => new WebhookClient(new WebhookConnections(provider.GetRequiredService<WebhookDialer>()), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
