using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Server-side apply: the client says what it wants of an object, the server who owns what.</summary>
internal sealed class ApplyPatch(BodyDecoder bodies, FieldOwnership ownership, ObjectCreator creator, ObjectUpdater updater)
{
    /// <summary>Applies a configuration.</summary>
    /// <returns>The object, and whether it is new.</returns>
    public async ValueTask<(CachedObject Applied, bool IsNew)> ApplyAsync(WriteContext write, ObjectKey key, byte[] body, CancellationToken cancellationToken)
    {
        if (write.Request.Query["fieldManager"].Length == 0) throw ManagerRequired();
        var sent = Parse(body);
        var applied = bodies.DecodeApplied(write.Request, sent, write.Served.Definition, write.Options.Validation);
        var metadata = applied.Metadata();
        if (metadata.Text("name") is { Length: > 0 } name && name != key.Name)
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({key.Name})");
        metadata["name"] = key.Name;
        if (key.Namespace.Length > 0) metadata["namespace"] = key.Namespace;
        if (write.Served.Cache.Get(key) is null)
        {
            if (write.Subresource.Length > 0) throw ApiErrors.NotFound(write.Resource, key.Name);
            if (metadata.Text("uid") is { Length: > 0 } uid)
                throw ApiErrors.Conflict(write.Resource, key.Name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
            return (await creator.CreateAsync(write, ownership.Apply(write, applied, null), key.Name, isApply: true, cancellationToken), true);
        }
        return (await updater.UpdateAsync(write, key, current => Apply(write, applied, current), cancellationToken), false);
    }

    private ObjectChange Apply(WriteContext write, JsonObject applied, CachedObject current)
    {
        var value = ownership.Apply(write, applied, ObjectForms.ToNodes(write.Served, current));
        var metadata = value.Metadata();
        if (metadata.Text("resourceVersion") == current.ResourceVersion.ToString()) metadata.Remove("resourceVersion");
        return new ObjectChange(value, IsApply: true);
    }

    /// <summary>Configurations come as YAML; kubectl and client-go send JSON under that name, which is read faster as what it is.</summary>
    private static JsonObject Parse(byte[] body) => body is [(byte)'{', ..]
        ? JsonCodec.ParseObject(body)
        : YamlCodec.Parse(body) as JsonObject ?? throw ApiErrors.BadRequest("error decoding YAML: the configuration is not an object");

    private static ApiStatusException ManagerRequired()
    {
        var cause = new StatusCause("FieldValueRequired", "Required value: is required for apply patch", "fieldManager");
        return new ApiStatusException(
            StatusReason.Invalid,
            $"PatchOptions.meta.k8s.io \"\" is invalid: {cause.Field}: {cause.Message}",
            new StatusDetails { Group = "meta.k8s.io", Kind = "PatchOptions", Causes = [cause] });
    }
}
