using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry.Subresources;

/// <summary>The older way to bind a pod: a <c>Binding</c> posted to the namespace, named like the pod.</summary>
internal sealed class BindingsResource(ResourceCatalogue catalogue, ResourceCaches caches, PodBinder binder) : ICreateOnlyResource
{
    /// <inheritdoc/>
    public string Resource => "bindings";

    /// <inheritdoc/>
    public async ValueTask<JsonObject> CreateAsync(ApiRequest request, JsonObject value, CancellationToken cancellationToken)
    {
        var pods = catalogue.Find("", "v1", "pods")!;
        var write = new WriteContext(request, new ServedResource(pods, caches.Of(pods.Resource)), "binding", WriteOptions.Of(request));
        await binder.BindAsync(write, new ObjectKey(write.Namespace, value.Metadata().Text("name")), value, cancellationToken);
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 };
    }
}
