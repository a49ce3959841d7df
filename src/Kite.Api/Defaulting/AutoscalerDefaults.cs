using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Defaulting;

/// <summary>The defaults of horizontal pod autoscalers: 80 % of the requested CPU, and how fast to scale where anything is said of that.</summary>
internal static class AutoscalerDefaults
{
    private const long CpuPercent = 80;
    private const long Period = 15;

    internal static void Apply(JsonObject autoscaler)
    {
        var spec = autoscaler.ObjectOrNew("spec");
        spec.DefaultTo("minReplicas", 1);
        ApplyMetrics(spec);
        if (spec.Object("behavior") is not { } behavior) return;
        var up = behavior.ObjectOrNew("scaleUp");
        up.DefaultTo("stabilizationWindowSeconds", 0);
        ApplyRules(up, Policy("Pods", 4), Policy("Percent", 100));
        ApplyRules(behavior.ObjectOrNew("scaleDown"), Policy("Percent", 100));
    }

    /// <summary>The metric of an autoscaler that names none.</summary>
    internal static void ApplyMetrics(JsonObject spec)
    {
        if (spec.IsEmpty("metrics")) spec["metrics"] = new JsonArray(CpuMetric(CpuPercent));
    }

    /// <summary>A metric that wants the CPU in use to be a percentage of what pods request.</summary>
    internal static JsonObject CpuMetric(long percent) => new()
    {
        ["type"] = "Resource",
        ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = percent } },
    };

    private static void ApplyRules(JsonObject rules, params JsonNode[] policies)
    {
        rules.DefaultTo("selectPolicy", "Max");
        if (!rules.ContainsKey("policies")) rules["policies"] = new JsonArray(policies);
    }

    private static JsonObject Policy(string type, long value) => new() { ["type"] = type, ["value"] = value, ["periodSeconds"] = Period };
}
