using Kite.ApiServer.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ApiServer.Discovery;

/// <summary>Adds discovery.</summary>
public static class DiscoveryServiceCollectionExtensions
{
    /// <summary>Adds the handlers of <c>/</c>, <c>/api</c> and <c>/apis</c>.</summary>
    public static IServiceCollection AddDiscovery(this IServiceCollection services) =>
        services.AddSingleton<IPathHandler, DiscoveryHandler>().AddSingleton<IPathHandler, RootPaths>();
}
