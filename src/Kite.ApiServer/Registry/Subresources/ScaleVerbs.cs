using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Kite.ApiServer.WatchCache;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Registry.Subresources;

/// <summary><c>scale</c>: the replicas of a workload as a <c>Scale</c> of <c>autoscaling/v1</c>.</summary>
internal sealed class ScaleVerbs(BodyDecoder bodies, PatchDecoder patches, ObjectUpdater updater) : ISubresourceVerbs
{
    /// <inheritdoc/>
    public bool Serves(ApiResource resource, SubresourceDefinition subresource) => subresource.Name == "scale";

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, ServedResource served, SubresourceDefinition subresource, CancellationToken cancellationToken)
    {
        var fields = new ScaleFields(served.Definition.Custom?.Parsed.Scale);
        var form = new ScaleForm(value => ToScale(fields, value), (scale, value) => TakeReplicas(fields, scale, value));
        var write = new WriteContext(request, served, subresource.Name, WriteOptions.Of(request)) { Form = form };
        var key = new ObjectKey(write.Namespace, request.Info.Name);
        if (request.Info.Verb == "get")
        {
            var found = await served.ShowAsync(served.Cache.Get(key) ?? throw ApiErrors.NotFound(served.Resource, key.Name), cancellationToken);
            await ObjectResponse.WriteAsync(request, ToScale(fields, ObjectForms.ToNodes(served, found)), StatusCodes.Status200OK, cancellationToken);
            return;
        }
        var body = request.Info.Verb == "patch" ? await bodies.ReadPatchAsync(request, cancellationToken) : await bodies.ReadAsync(request, cancellationToken);
        var updated = await served.ShowAsync(await updater.UpdateAsync(write, key, current => Change(write, fields, subresource, body, current), cancellationToken), cancellationToken);
        await ObjectResponse.WriteAsync(request, ToScale(fields, ObjectForms.ToNodes(served, updated)), StatusCodes.Status200OK, cancellationToken);
    }

    private ObjectChange Change(WriteContext write, ScaleFields fields, SubresourceDefinition subresource, byte[] body, CachedObject current)
    {
        var value = ObjectForms.ToNodes(write.Served, current);
        var scale = write.Request.Info.Verb == "patch"
            ? patches.Decode(write, body, () => ToScale(fields, value), subresource.Type, Decode)
            : Decode(JsonCodec.ParseObject(body));
        var name = scale.Metadata().Text("name");
        if (name.Length > 0 && name != current.Key.Name) throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({current.Key.Name})");
        TakeReplicas(fields, scale, value);
        var metadata = value.Metadata();
        var version = scale.Metadata().Text("resourceVersion");
        var isPinned = version.Length > 0 && (write.Request.Info.Verb == "update" || version != metadata.Text("resourceVersion"));
        if (isPinned) metadata["resourceVersion"] = version;
        else metadata.Remove("resourceVersion");
        return new ObjectChange(value);

        JsonObject Decode(JsonObject sent) => bodies.Decode(write.Request, sent, subresource.Type!, subresource.KindApiVersion, write.Options.Validation);
    }

    private static void TakeReplicas(ScaleFields fields, JsonObject scale, JsonObject value)
    {
        var replicas = scale.Object("spec").Integer("replicas") ?? 0;
        if (replicas < 0)
        {
            var cause = new StatusCause("FieldValueInvalid", $"Invalid value: {replicas}: must be greater than or equal to 0", "spec.replicas");
            throw ApiErrors.Invalid(new ApiResource("autoscaling", "v1", "scales", "Scale", true), value.Metadata().Text("name"), [cause]);
        }
        fields.SetReplicas(value, replicas);
    }

    private static JsonObject ToScale(ScaleFields fields, JsonObject value)
    {
        var metadata = new JsonObject();
        foreach (var field in new[] { "name", "namespace", "uid", "resourceVersion", "creationTimestamp" })
        {
            if (value.Metadata()[field] is { } node) metadata[field] = node.DeepClone();
        }
        var status = new JsonObject { ["replicas"] = fields.StatusReplicas(value) };
        if (fields.Selector(value) is { Length: > 0 } selector) status["selector"] = selector;
        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = fields.SpecReplicas(value) },
            ["status"] = status,
        };
    }
}
