using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Reads one object.</summary>
internal sealed class GetVerb(ObjectResponse response) : IVerb
{
    /// <inheritdoc/>
    public string Name => "get";

    /// <inheritdoc/>
    public Task HandleAsync(ApiRequest request, ServedResource served, CancellationToken cancellationToken)
    {
        var key = new ObjectKey(served.Resource.IsNamespaced ? request.Info.Namespace : "", request.Info.Name);
        var found = served.Cache.Get(key) ?? throw ApiErrors.NotFound(served.Resource, key.Name);
        return response.WriteAsync(request, served, found, StatusCodes.Status200OK, cancellationToken);
    }
}
