using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Creates an object.</summary>
internal sealed class CreateVerb(BodyDecoder bodies, ObjectCreator creator, ObjectResponse response) : IVerb
{
    /// <inheritdoc/>
    public string Name => "create";

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, ServedResource served, CancellationToken cancellationToken)
    {
        var options = WriteOptions.Of(request);
        var body = await bodies.ReadAsync(request, cancellationToken, isCustom: served.Form is not null);
        var value = bodies.Decode(request, body, served.Definition, options.Validation);
        var created = await creator.CreateAsync(new WriteContext(request, served, "", options), value, name: null, isApply: false, cancellationToken);
        await response.WriteAsync(request, served, created, StatusCodes.Status201Created, cancellationToken);
    }
}
