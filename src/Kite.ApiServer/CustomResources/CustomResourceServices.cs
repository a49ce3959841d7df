using Microsoft.Extensions.DependencyInjection;

namespace Kite.ApiServer.CustomResources;

/// <summary>Adds custom resources.</summary>
internal static class CustomResourceServices
{
    /// <summary>Adds what follows CustomResourceDefinitions and serves what they define. Needs the watch caches, the catalogue and the webhook client; before the listener, so that it finds everything served.</summary>
    public static IServiceCollection AddCustomResources(this IServiceCollection services)
    {
        services.AddSingleton<VersionForms>();
        services.AddSingleton<ServedDefinitions>();
        services.AddSingleton<DefinitionClient>();
        services.AddSingleton<InstanceDeletion>();
        services.AddSingleton<DefinitionRemoval>();
        services.AddSingleton<CustomTables>();
        services.AddHostedService<DefinitionController>();
        return services;
    }
}
