using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.Api.Patches;
using Kite.ApiServer.Audit;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Kite.ApiServer.WatchCache;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Patches an object, or one of its parts, by any of the four media types.</summary>
internal sealed class PatchVerb(BodyDecoder bodies, PatchDecoder patches, ApplyPatch apply, ObjectUpdater updater, ObjectResponse response) : IVerb
{
    /// <inheritdoc/>
    public string Name => "patch";

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, ServedResource served, CancellationToken cancellationToken)
    {
        var write = new WriteContext(request, served, request.Info.Subresource, WriteOptions.Of(request));
        var type = BodyDecoder.MediaType(request.Context.Request);
        if (served.Form is not null && type is not (PatchTypes.Json or PatchTypes.Merge or PatchTypes.Apply)) throw Unsupported();
        var body = await bodies.ReadPatchAsync(request, cancellationToken);
        if (request.Record?.Audit is { } audit) AuditPatch(audit, type, body);
        var key = new ObjectKey(write.Namespace, request.Info.Name);
        if (type == PatchTypes.Apply)
        {
            var (applied, isNew) = await apply.ApplyAsync(write, key, body, cancellationToken);
            await response.WriteAsync(request, served, applied, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, cancellationToken);
            return;
        }
        if (request.Query.Flag("force"))
        {
            var cause = new StatusCause("FieldValueForbidden", "Forbidden: may not be specified for non-apply patch", "force");
            throw new ApiStatusException(StatusReason.Invalid, $"PatchOptions.meta.k8s.io \"\" is invalid: {cause.Field}: {cause.Message}", new StatusDetails { Group = "meta.k8s.io", Kind = "PatchOptions", Causes = [cause] });
        }
        var updated = await updater.UpdateAsync(write, key, current => new ObjectChange(Patch(write, body, current)), cancellationToken);
        await response.WriteAsync(request, served, updated, StatusCodes.Status200OK, cancellationToken);
    }

    private static void AuditPatch(AuditEvent audit, string type, byte[] body)
    {
        var patch = type == PatchTypes.Apply ? YamlCodec.Parse(body) : JsonCodec.Parse(body);
        if (patch is not null) audit.Send(JsonCodec.ToUtf8(patch));
    }

    /// <summary>Custom resources have no merge keys that a strategic merge could go by.</summary>
    private static ApiStatusException Unsupported() => new(
        StatusReason.UnsupportedMediaType,
        $"the body of the request was in an unknown format - accepted media types include: {PatchTypes.Json}, {PatchTypes.Merge}, {PatchTypes.Apply}");

    private JsonObject Patch(WriteContext write, byte[] body, CachedObject current)
    {
        var definition = write.Served.Definition;
        var value = patches.Decode(
            write,
            body,
            () => ObjectForms.ToNodes(write.Served, current),
            definition.Type,
            patched => bodies.Decode(write.Request, patched, definition, write.Options.Validation));
        var metadata = value.Metadata();
        // The version it was made from is only a condition where the patch itself names one.
        if (metadata.Text("resourceVersion") == current.ResourceVersion.ToString()) metadata.Remove("resourceVersion");
        return value;
    }
}
