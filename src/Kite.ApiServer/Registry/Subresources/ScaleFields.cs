using System.Text.Json.Nodes;
using Kite.Api.CustomResources.Paths;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Selectors;

namespace Kite.ApiServer.Registry.Subresources;

/// <summary>Where an object has what its scale shows: a workload where all workloads have it, a custom object where its definition says.</summary>
internal sealed class ScaleFields(ScalePaths? custom)
{
    /// <summary>The replicas asked for.</summary>
    /// <exception cref="ApiStatusException">A custom object doesn't say.</exception>
    public long SpecReplicas(JsonObject value)
    {
        if (custom is null) return value.Object("spec").Integer("replicas") ?? 0;
        return custom.SpecReplicas(value) ?? throw ApiErrors.Internal($"the spec replicas field \".{string.Join('.', custom.SpecReplicasPath)}\" does not exist");
    }

    /// <summary>The replicas there are.</summary>
    public long StatusReplicas(JsonObject value) => (custom is null ? value.Object("status").Integer("replicas") : custom.StatusReplicas(value)) ?? 0;

    /// <summary>The label selector as text; empty where there is none.</summary>
    public string Selector(JsonObject value) => custom is null ? Text(value.Object("spec").Object("selector")) : custom.LabelSelector(value);

    /// <summary>Sets the replicas asked for.</summary>
    /// <exception cref="ApiStatusException">The path leads through something that is no object.</exception>
    public void SetReplicas(JsonObject value, long replicas)
    {
        if (custom is null) value.ObjectOrNew("spec")["replicas"] = replicas;
        else if (!custom.SetSpecReplicas(value, replicas)) throw ApiErrors.Internal($"value cannot be set because .{string.Join('.', custom.SpecReplicasPath)} is not a map[string]interface {{}}");
    }

    // ReplicationControllers have a plain map where the others have a selector object.
    private static string Text(JsonObject? selector) =>
        selector is null ? ""
        : selector.ContainsKey("matchLabels") || selector.ContainsKey("matchExpressions") ? LabelSelector.Of(selector).ToString()
        : LabelSelector.Of(new Dictionary<string, string>(selector.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.AsText() ?? "")))).ToString();
}
