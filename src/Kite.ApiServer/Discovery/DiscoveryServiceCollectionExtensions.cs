using Kite.Api.Schema;
using Kite.ApiServer.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ApiServer.Discovery;

/// <summary>Adds discovery.</summary>
public static class DiscoveryServiceCollectionExtensions
{
    /// <summary>Adds the handler of <c>/api</c> and <c>/apis</c>.</summary>
    public static IServiceCollection AddDiscovery(this IServiceCollection services) => services.AddSingleton<IPathHandler>(_ =>
        new DiscoveryHandler(new DiscoveryDocuments(EmbeddedSchema.ReadResources())));
}
