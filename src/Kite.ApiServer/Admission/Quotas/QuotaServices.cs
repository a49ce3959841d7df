using Microsoft.Extensions.DependencyInjection;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>Registers quotas.</summary>
internal static class QuotaServices
{
    /// <summary>Adds admission by quota, and the service that counts what is in use.</summary>
    public static IServiceCollection AddQuotas(this IServiceCollection services) => services
        .AddSingleton<QuotaEvaluators>()
        .AddSingleton<QuotaCount>()
        .AddSingleton<QuotaBacklog>()
        .AddSingleton<QuotaLedger>()
        .AddSingleton<IAdmissionPlugin, ResourceQuotaAdmission>()
        .AddHostedService<QuotaRecounts>();
}
