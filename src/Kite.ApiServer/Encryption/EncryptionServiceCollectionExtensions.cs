using Kite.ApiServer.Configuration;
using Kite.ApiServer.Pipeline;
using Kite.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Encryption;

/// <summary>Adds encryption at rest.</summary>
public static class EncryptionServiceCollectionExtensions
{
    /// <summary>Puts encryption between the API server and the registered <see cref="IStore"/>, where it is asked for or has been; to be called after <c>AddApiServerSecurity</c>.</summary>
    public static IServiceCollection AddEncryptionAtRest(this IServiceCollection services, EncryptionOptions options)
    {
        services.AddSingleton<IPathHandler>(provider => new EncryptionEndpoint(provider.GetService<SecretsEncryption>()));
        if (options.ConfigFile is not null) AddConfigured(services, options.ConfigFile);
        else if (options.EncryptsSecrets || File.Exists(options.KeyFile)) AddManaged(services, options.KeyFile);
        return services;
    }

    private static void AddConfigured(IServiceCollection services, string path)
    {
        AddStore(services);
        services.AddSingleton<IReloadable>(provider => new ConfiguredEncryption(new ConfiguredFile(path), provider.GetRequiredService<EncryptedStore>(), provider.GetRequiredService<RulesInForce>()));
    }

    private static void AddManaged(IServiceCollection services, string path)
    {
        AddStore(services);
        services.AddSingleton(provider => new ManagedEncryption(new ManagedKeyFile(path), provider.GetRequiredService<RulesInForce>()));
        // Before the caches, which read everything.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, ManagedEncryptionStart>());
    }

    private static void AddStore(IServiceCollection services)
    {
        var stored = services.Last(service => service.ServiceType == typeof(IStore)).ImplementationFactory!;
        services.AddSingleton<RulesInForce>();
        services.AddSingleton(provider => new EncryptedStore((IStore)stored(provider), provider.GetRequiredService<RulesInForce>()));
        services.AddSingleton<IStore>(provider => provider.GetRequiredService<EncryptedStore>());
        services.AddSingleton(provider => new Reencryption(
            provider.GetRequiredService<EncryptedStore>(),
            provider.GetRequiredService<RulesInForce>(),
            provider.GetService<ManagedEncryption>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Reencryption>>()));
        services.AddHostedService(provider => provider.GetRequiredService<Reencryption>());
        services.AddSingleton(provider => new SecretsEncryption(
            provider.GetRequiredService<RulesInForce>(),
            provider.GetService<ManagedEncryption>(),
            provider.GetRequiredService<Reencryption>(),
            provider.GetRequiredService<TimeProvider>()));
    }
}
