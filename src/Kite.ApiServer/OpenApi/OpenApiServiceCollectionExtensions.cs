using Kite.Api.Schema;
using Kite.ApiServer.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ApiServer.OpenApi;

/// <summary>Adds OpenAPI.</summary>
public static class OpenApiServiceCollectionExtensions
{
    /// <summary>Adds the handler of <c>/openapi/v2</c> and <c>/openapi/v3</c>.</summary>
    public static IServiceCollection AddOpenApi(this IServiceCollection services) => services.AddSingleton<IPathHandler>(_ =>
        new OpenApiHandler(new OpenApiDocuments(Read("fields.txt", SchemaTable.Parse), Read("resources.txt", ResourceRow.Parse))));

    private static T Read<T>(string table, Func<TextReader, T> parse)
    {
        using var reader = new StreamReader(typeof(SchemaTable).Assembly.GetManifestResourceStream(table)!);
        return parse(reader);
    }
}
