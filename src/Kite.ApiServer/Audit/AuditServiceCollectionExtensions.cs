using Kite.ApiServer.Audit.Backends;
using Kite.ApiServer.Configuration;
using Kite.ApiServer.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ApiServer.Audit;

/// <summary>Adds the audit log.</summary>
internal static class AuditServiceCollectionExtensions
{
    /// <summary>Adds what the pipeline tells of requests, and the backends that events go to.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<ApiServerOptions>().Audit)
        .AddSingleton<RequestAudit>()
        .AddSingleton<IReloadable>(provider => provider.GetRequiredService<RequestAudit>())
        .AddSingleton<IMetricsSource>(provider => provider.GetRequiredService<RequestAudit>())
        .AddSingleton<AuditLog>()
        .AddSingleton<IAuditBackend>(provider => provider.GetRequiredService<AuditLog>())
        .AddSingleton<AuditWebhook>()
        .AddSingleton<IAuditBackend>(provider => provider.GetRequiredService<AuditWebhook>())
        .AddSingleton<IReloadable>(provider => provider.GetRequiredService<AuditWebhook>())
        // They stop after the listener, which is added later.
        .AddHostedService(provider => provider.GetRequiredService<AuditLog>())
        .AddHostedService(provider => provider.GetRequiredService<AuditWebhook>());
}
