using Kite.ApiServer.Certificates;
using Kite.ApiServer.Discovery;
using Kite.ApiServer.Metrics;
using Kite.ApiServer.OpenApi;
using Kite.ApiServer.Streaming;
using Kite.ApiServer.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kite.ApiServer.Aggregation;

/// <summary>Adds aggregation.</summary>
internal static class AggregationServiceCollectionExtensions
{
    /// <summary>Adds the proxy to other API servers, and who keeps APIServices. Needs the watch caches and the webhook client.</summary>
    public static IServiceCollection AddAggregation(this IServiceCollection services)
    {
        services.AddHttpForwarder();
        services.TryAddSingleton<Forwarder>();
        services.AddSingleton<ApiServiceTable>();
        services.AddSingleton(provider => new RemoteClient(provider.GetRequiredService<WebhookDialer>(), provider.GetService<ClusterCertificates>()));
        services.AddSingleton<RemoteDocuments>();
        services.AddSingleton<IRemoteGroups>(provider => provider.GetRequiredService<RemoteDocuments>());
        services.AddSingleton<IRemoteOpenApi>(provider => provider.GetRequiredService<RemoteDocuments>());
        services.AddSingleton<RemoteReader>();
        services.AddSingleton<AvailabilityProbe>();
        services.AddSingleton<AggregationMetrics>();
        services.AddSingleton<IMetricsSource>(provider => provider.GetRequiredService<AggregationMetrics>());
        services.AddSingleton<AggregationProxy>();
        services.AddHostedService<LocalApiServices>();
        services.AddHostedService<RemoteController>();
        return services;
    }
}
