using Kite.Api.Kinds;
using Kite.Api.Schema;
using Kite.ApiServer.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kite.ApiServer.OpenApi;

/// <summary>Adds OpenAPI.</summary>
public static class OpenApiServiceCollectionExtensions
{
    /// <summary>Adds the handler of <c>/openapi/v2</c> and <c>/openapi/v3</c>.</summary>
    public static IServiceCollection AddOpenApi(this IServiceCollection services)
    {
        services.TryAddSingleton(_ => ResourceCatalogue.Load());
        return services.AddSingleton<IPathHandler>(provider =>
            new OpenApiHandler(new OpenApiDocuments(provider.GetRequiredService<ResourceCatalogue>().Schema, EmbeddedSchema.ReadResources())));
    }
}
