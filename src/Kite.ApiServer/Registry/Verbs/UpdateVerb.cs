using System.Text.Json.Nodes;
using Kite.Api.Meta;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Replaces an object, or one of its parts.</summary>
internal sealed class UpdateVerb(BodyDecoder bodies, ObjectUpdater updater, ObjectCreator creator, ObjectResponse response) : IVerb
{
    /// <inheritdoc/>
    public string Name => "update";

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, ServedResource served, CancellationToken cancellationToken)
    {
        var write = new WriteContext(request, served, request.Info.Subresource, WriteOptions.Of(request));
        var body = await bodies.ReadAsync(request, cancellationToken, isCustom: served.Form is not null);
        var decoded = bodies.Decode(request, body, served.Definition, write.Options.Validation);
        var key = new ObjectKey(write.Namespace, request.Info.Name);
        if (served.Definition.AllowsCreateOnUpdate && write.Subresource.Length == 0 && served.Cache.Get(key) is null)
        {
            var created = await creator.CreateAsync(write, decoded, key.Name, isApply: false, cancellationToken);
            await response.WriteAsync(request, served, created, StatusCodes.Status201Created, cancellationToken);
            return;
        }
        // The first try uses the decoded object up; only a lost race needs another copy.
        JsonObject? first = decoded;
        var updated = await updater.UpdateAsync(
            write,
            key,
            _ =>
            {
                var value = first ?? bodies.Decode(request, body, served.Definition, Api.Decoding.FieldValidation.Ignore);
                first = null;
                return new ObjectChange(value);
            },
            cancellationToken);
        await response.WriteAsync(request, served, updated, StatusCodes.Status200OK, cancellationToken);
    }
}
