using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Defaulting;

/// <summary>The defaults of the kinds that run pods from a template.</summary>
internal static class WorkloadDefaults
{
    private const long HistoryLimit = 10;
    private const long ProgressSeconds = 600;

    internal static void ApplyDeployment(JsonObject deployment)
    {
        var spec = deployment.ObjectOrNew("spec");
        spec.DefaultTo("replicas", 1);
        var strategy = spec.ObjectOrNew("strategy");
        strategy.DefaultTo("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            var rolling = strategy.ObjectOrNew("rollingUpdate");
            rolling.DefaultTo("maxUnavailable", "25%", "maxSurge", "25%");
        }
        spec.DefaultTo("revisionHistoryLimit", HistoryLimit);
        spec.DefaultTo("progressDeadlineSeconds", ProgressSeconds);
        PodSpecDefaults.ApplyToTemplate(spec);
    }

    internal static void ApplyReplicaSet(JsonObject replicaSet)
    {
        var spec = replicaSet.ObjectOrNew("spec");
        spec.DefaultTo("replicas", 1);
        PodSpecDefaults.ApplyToTemplate(spec);
    }

    internal static void ApplyReplicationController(JsonObject controller)
    {
        var spec = controller.ObjectOrNew("spec");
        spec.DefaultTo("replicas", 1);
        if (spec.Object("template").Object("metadata").Object("labels") is { Count: > 0 } labels)
        {
            if (spec.IsEmpty("selector")) spec["selector"] = labels.DeepClone();
            if (controller.Metadata().IsEmpty("labels")) controller.Metadata()["labels"] = labels.DeepClone();
        }
        PodSpecDefaults.ApplyToTemplate(spec);
    }

    internal static void ApplyDaemonSet(JsonObject daemonSet)
    {
        var spec = daemonSet.ObjectOrNew("spec");
        var strategy = spec.ObjectOrNew("updateStrategy");
        strategy.DefaultTo("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate") strategy.ObjectOrNew("rollingUpdate").DefaultTo("maxUnavailable", 1, "maxSurge", 0);
        spec.DefaultTo("revisionHistoryLimit", HistoryLimit);
        PodSpecDefaults.ApplyToTemplate(spec);
    }

    internal static void ApplyStatefulSet(JsonObject statefulSet)
    {
        var spec = statefulSet.ObjectOrNew("spec");
        spec.DefaultTo("podManagementPolicy", "OrderedReady");
        var strategy = spec.ObjectOrNew("updateStrategy");
        strategy.DefaultTo("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate") strategy.ObjectOrNew("rollingUpdate").DefaultTo("partition", 0);
        var retention = spec.ObjectOrNew("persistentVolumeClaimRetentionPolicy");
        retention.DefaultTo("whenDeleted", "Retain");
        retention.DefaultTo("whenScaled", "Retain");
        spec.DefaultTo("replicas", 1);
        spec.DefaultTo("revisionHistoryLimit", HistoryLimit);
        foreach (var claim in spec.Objects("volumeClaimTemplates")) VolumeClaimDefaults.ApplyClaim(claim);
        PodSpecDefaults.ApplyToTemplate(spec);
    }

    private static void DefaultTo(this JsonObject rolling, string unavailableName, JsonNode unavailable, string surgeName, JsonNode surge)
    {
        if (!rolling.ContainsKey(unavailableName)) rolling[unavailableName] = unavailable;
        if (!rolling.ContainsKey(surgeName)) rolling[surgeName] = surge;
    }
}
