using Microsoft.Extensions.DependencyInjection;

namespace Kite.ApiServer.Tables;

/// <summary>Adds the tables that <c>kubectl get</c> shows.</summary>
public static class TablesServiceCollectionExtensions
{
    /// <summary>Adds the converter of objects to table rows.</summary>
    public static IServiceCollection AddTables(this IServiceCollection services) => services.AddSingleton<ITableConverter, TableConverter>();
}
