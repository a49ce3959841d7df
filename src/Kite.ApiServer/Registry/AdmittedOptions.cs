using System.Text.Json.Nodes;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Registry;

/// <summary>What the client said of how to write, in the form in which webhooks and policies are told of it.</summary>
internal static class AdmittedOptions
{
    private static readonly string[] Texts = ["fieldManager", "fieldValidation"];

    /// <summary>The <c>CreateOptions</c> or <c>UpdateOptions</c> of a query.</summary>
    public static JsonObject Of(string kind, RequestQuery query)
    {
        var options = Begin(kind);
        if (query["dryRun"] is { Length: > 0 } dryRun) options["dryRun"] = new JsonArray(dryRun);
        foreach (var name in Texts)
        {
            if (query[name] is { Length: > 0 } text) options[name] = text;
        }
        return options;
    }

    /// <summary>The <c>DeleteOptions</c>.</summary>
    public static JsonObject Of(DeleteOptions deletion)
    {
        var options = Begin("DeleteOptions");
        if (deletion.GracePeriodSeconds is { } grace) options["gracePeriodSeconds"] = grace;
        if (deletion.Uid is not null || deletion.ResourceVersion is not null)
        {
            var preconditions = new JsonObject();
            if (deletion.Uid is { } uid) preconditions["uid"] = uid;
            if (deletion.ResourceVersion is { } version) preconditions["resourceVersion"] = version;
            options["preconditions"] = preconditions;
        }
        if (deletion.OrphanDependents is { } orphan) options["orphanDependents"] = orphan;
        if (deletion.PropagationPolicy is { } policy) options["propagationPolicy"] = policy;
        if (deletion.IsDryRun) options["dryRun"] = new JsonArray("All");
        return options;
    }

    private static JsonObject Begin(string kind) => new() { ["kind"] = kind, ["apiVersion"] = "meta.k8s.io/v1" };
}
