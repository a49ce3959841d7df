using System.Text.Json.Nodes;

namespace Kite.Api.Kinds.Batch;

/// <summary>What may still change in the template of a job whose pods don't run: where they go and what they get.</summary>
internal static class JobTemplateChange
{
    private static readonly string[] SpecFields = ["nodeSelector", "tolerations", "schedulingGates"];
    private static readonly string[] ContainerLists = ["containers", "initContainers"];

    /// <summary>The old template with the changes taken over that the job's state allows.</summary>
    internal static JsonObject? Allowed(JsonObject job, JsonObject old)
    {
        var before = old.Object("spec").Object("template");
        var template = job.Object("spec").Object("template");
        if (before is null || template is null || !IsAtRest(old)) return before;
        var allowed = (JsonObject)before.DeepClone();
        foreach (var field in (ReadOnlySpan<string>)["labels", "annotations"]) Take(allowed.ObjectOrNew("metadata"), template.Object("metadata"), field);
        if (allowed.IsEmpty("metadata") && !template.ContainsKey("metadata")) allowed.Remove("metadata");
        var spec = allowed.ObjectOrNew("spec");
        foreach (var field in SpecFields) Take(spec, template.Object("spec"), field);
        TakeNodeAffinity(spec, template.Object("spec"));
        foreach (var list in ContainerLists)
        {
            foreach (var (target, source) in spec.Objects(list).Zip(template.Object("spec").Objects(list))) Take(target, source, "resources");
        }
        return allowed;
    }

    private static bool IsAtRest(JsonObject job)
    {
        if (!job.Object("spec").IsSet("suspend")) return false;
        var status = job.Object("status");
        var isSuspended = status.Objects("conditions").Any(condition => condition.Text("type") == "Suspended" && condition.Text("status") == "True");
        return status?["startTime"] is null || (isSuspended && (status.Integer("active") ?? 0) == 0);
    }

    private static void TakeNodeAffinity(JsonObject spec, JsonObject? source)
    {
        var wanted = source.Object("affinity");
        var affinity = spec.ObjectOrNew("affinity");
        Take(affinity, wanted, "nodeAffinity");
        if (affinity.Count == 0 && wanted is null) spec.Remove("affinity");
    }

    private static void Take(JsonObject target, JsonObject? source, string field)
    {
        if (source?[field] is { } node) target[field] = node.DeepClone();
        else target.Remove(field);
    }
}
