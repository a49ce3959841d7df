using Kite.Agent.Runtime.Cri.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kite.Agent.Runtime.Cri;

/// <summary>Adds a runtime that speaks CRI to a host.</summary>
internal static class CriServices
{
    /// <summary>Adds the way to the runtime, which the pod network uses, too.</summary>
    public static IServiceCollection AddCriConnection(this IServiceCollection services, CriOptions options)
    {
        services.TryAddSingleton(options);
        services.TryAddSingleton<CriConnection>();
        return services;
    }

    /// <summary>Adds the runtime, and the rotation of its logs.</summary>
    public static IServiceCollection AddCriRuntime(this IServiceCollection services, CriOptions options) => services
        .AddCriConnection(options)
        .AddSingleton<LogFiles>()
        .AddSingleton<CriRuntime>()
        .AddHostedService<LogRotation>();
}
