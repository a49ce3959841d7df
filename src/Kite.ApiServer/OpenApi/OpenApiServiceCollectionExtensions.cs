using Kite.ApiServer.OpenApi.Parts;
using Kite.ApiServer.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ApiServer.OpenApi;

/// <summary>Adds OpenAPI.</summary>
public static class OpenApiServiceCollectionExtensions
{
    /// <summary>Adds the handler of <c>/openapi/v2</c> and <c>/openapi/v3</c>. Needs the catalogue and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddOpenApi(this IServiceCollection services)
    {
        services.AddSingleton<OpenApiIndex>();
        services.AddSingleton<OpenApiDocuments>();
        services.AddSingleton<OpenApiParts>().AddSingleton<OpenApiV2>().AddHostedService<OpenApiPreparation>();
        return services.AddSingleton<IPathHandler, OpenApiHandler>();
    }
}
