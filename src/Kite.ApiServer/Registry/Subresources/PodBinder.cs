using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.ApiServer.Registry.Subresources;

/// <summary>Puts a pod on a node, once.</summary>
internal sealed class PodBinder(ObjectCommitter committer, TimeProvider time)
{
    private const int MaxTries = 8;
    private static readonly ApiResource BindingPath = new("", "v1", "pods/binding", "Binding", true);

    /// <summary>Binds a pod as a <c>Binding</c> says.</summary>
    /// <exception cref="ApiStatusException">There is no such pod, it is bound or going already, or the binding says nothing.</exception>
    public async ValueTask BindAsync(WriteContext write, ObjectKey key, JsonObject binding, CancellationToken cancellationToken)
    {
        var target = binding.Object("target");
        var node = target.Text("name");
        if (target.Text("kind") is not ("" or "Node")) throw Invalid(key, "target.kind", $"Unsupported value: \"{target.Text("kind")}\": supported values: \"Node\", \"<empty>\"", "FieldValueNotSupported");
        if (node.Length == 0) throw Invalid(key, "target.name", "Required value", "FieldValueRequired");
        for (var attempt = 1; ; attempt++)
        {
            var current = write.Served.Cache.Get(key) ?? throw ApiErrors.NotFound(write.Resource, key.Name);
            var pod = ObjectForms.ToNodes(write.Served, current);
            Check(pod, binding, key);
            Bind(pod, binding, node);
            if (await committer.PutAsync(write.Served, key, pod, current.ResourceVersion, write.Options.IsDryRun, isHeartbeat: false, cancellationToken) is not null) return;
            if (attempt >= MaxTries) throw ApiErrors.Modified(write.Resource, key.Name);
        }
    }

    private static void Check(JsonObject pod, JsonObject binding, ObjectKey key)
    {
        var uid = binding.Object("metadata").Text("uid");
        var own = pod.Metadata().Text("uid");
        if (uid.Length > 0 && uid != own) throw ApiErrors.Conflict(BindingPath, key.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {own}");
        if (pod.Metadata().ContainsKey("deletionTimestamp")) throw ApiErrors.Conflict(BindingPath, key.Name, $"pod {key.Name} is being deleted, cannot be assigned to a host");
        var bound = pod.Object("spec").Text("nodeName");
        if (bound.Length > 0) throw ApiErrors.Conflict(BindingPath, key.Name, $"pod {key.Name} is already assigned to node \"{bound}\"");
        if (!pod.Object("spec").IsEmpty("schedulingGates")) throw ApiErrors.Conflict(BindingPath, key.Name, $"pod {key.Name} has non-empty .spec.schedulingGates");
    }

    private void Bind(JsonObject pod, JsonObject binding, string node)
    {
        pod.ObjectOrNew("spec")["nodeName"] = node;
        foreach (var (name, value) in binding.Object("metadata").TextMap("annotations")) pod.Metadata().ObjectOrNew("annotations")[name] = value;
        foreach (var (name, value) in binding.Object("metadata").TextMap("labels")) pod.Metadata().ObjectOrNew("labels")[name] = value;
        var status = pod.ObjectOrNew("status");
        if (status["conditions"] is not JsonArray conditions) status["conditions"] = conditions = [];
        var scheduled = new JsonObject { ["type"] = "PodScheduled", ["status"] = "True", ["lastTransitionTime"] = Timestamps.Format(time.GetUtcNow()) };
        var at = conditions.OfType<JsonObject>().ToList().FindIndex(condition => condition.Text("type") == "PodScheduled");
        if (at < 0) conditions.Add((JsonNode)scheduled);
        else conditions[at] = scheduled;
    }

    private static ApiStatusException Invalid(ObjectKey key, string field, string message, string reason) =>
        ApiErrors.Invalid(new ApiResource("", "v1", "bindings", "Binding", true), key.Name, [new StatusCause(reason, message, field)]);
}
