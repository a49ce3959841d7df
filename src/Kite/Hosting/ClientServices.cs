using Kite.Api.Client;
using Kite.Api.Client.Events;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.Hosting;

/// <summary>Adds a part's view of the cluster.</summary>
internal static class ClientServices
{
    /// <summary>Adds the client, shared informers and event recorders.</summary>
    public static IServiceCollection AddClient(this IServiceCollection services, IApiClient client) => services
        .AddSingleton(client)
        .AddEventRecorders()
        .AddSingleton<InformerFactory>()
        .AddSingleton<IInformerFactory>(provider => provider.GetRequiredService<InformerFactory>())
        .AddHostedService(provider => provider.GetRequiredService<InformerFactory>());
}
