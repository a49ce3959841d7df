using Kite.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kite.Storage;

/// <summary>Adds the SQLite store.</summary>
public static class SqliteStoreServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IStore"/>, opened when it is first asked for (which throws <see cref="StoreUnavailableException"/> where it can't be) and closed with the provider.</summary>
    public static IServiceCollection AddSqliteStore(this IServiceCollection services, Action<SqliteStoreOptions> configure)
    {
        var options = new SqliteStoreOptions();
        configure(options);
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<IStore>(provider => SqliteStore.Open(
            options,
            provider.GetRequiredService<ILogger<SqliteStore>>(),
            provider.GetRequiredService<TimeProvider>()));
    }
}
