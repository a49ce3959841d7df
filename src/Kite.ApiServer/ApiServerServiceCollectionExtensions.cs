using Microsoft.Extensions.DependencyInjection;

namespace Kite.ApiServer;

/// <summary>Adds the API server.</summary>
public static class ApiServerServiceCollectionExtensions
{
    /// <summary>
    /// Adds the API server's pipeline, registry, watch caches, admission and listener. Needs a registered <see cref="Storage.IStore"/>; authenticators and the authorizer
    /// come from their own <c>Add</c> methods.
    /// </summary>
    public static IServiceCollection AddApiServer(this IServiceCollection services, ApiServerOptions options)
    {
        services.AddSingleton(options);
        return services;
    }
}
