using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Defaulting;

namespace Kite.Api.Kinds.Autoscaling;

/// <summary>Between autoscalers of v1 and v2. What v1 has no field for it carries in annotations, as JSON of its own types.</summary>
internal sealed class AutoscalerConversion : IObjectConversion
{
    private const string Prefix = "autoscaling.alpha.kubernetes.io/";
    private const string Metrics = Prefix + "metrics";
    private const string Behavior = Prefix + "behavior";
    private const string CurrentMetrics = Prefix + "current-metrics";
    private const string Conditions = Prefix + "conditions";
    private const string Percent = "targetCPUUtilizationPercentage";
    private const string CurrentPercent = "currentCPUUtilizationPercentage";

    /// <inheritdoc/>
    public void ToStored(JsonObject value)
    {
        value["apiVersion"] = "autoscaling/v2";
        var carried = TakeAnnotations(value);
        var spec = value.ObjectOrNew("spec");
        var metrics = new JsonArray();
        foreach (var metric in Parse(carried, Metrics).OfType<JsonObject>()) metrics.Add((JsonNode)MetricConversion.ToStored(metric, "target"));
        if (spec.Integer(Percent) is { } percent) metrics.Add((JsonNode)AutoscalerDefaults.CpuMetric(percent));
        spec.Remove(Percent);
        spec["metrics"] = metrics;
        AutoscalerDefaults.ApplyMetrics(spec);
        if (Node(carried, Behavior) is JsonObject behavior) spec["behavior"] = behavior;
        StoreStatus(value, carried);
    }

    /// <inheritdoc/>
    public void FromStored(JsonObject value)
    {
        value["apiVersion"] = "autoscaling/v1";
        TakeAnnotations(value);
        var spec = value.ObjectOrNew("spec");
        var others = new JsonArray();
        foreach (var metric in spec.Objects("metrics"))
        {
            if (CpuPercent(metric, "target") is not { } percent) others.Add((JsonNode)MetricConversion.FromStored(metric, "target"));
            else if (!spec.ContainsKey(Percent)) spec[Percent] = percent;
        }
        spec.Remove("metrics");
        if (others.Count > 0) Annotate(value, Metrics, others);
        if (spec.Remove("behavior", out var behavior) && behavior is not null) Annotate(value, Behavior, behavior);
        ShowStatus(value);
    }

    private static void StoreStatus(JsonObject value, JsonObject carried)
    {
        if (value.Object("status") is not { } status) return;
        var current = new JsonArray();
        foreach (var metric in Parse(carried, CurrentMetrics).OfType<JsonObject>()) current.Add((JsonNode)MetricConversion.ToStored(metric, "current"));
        if (status.Integer(CurrentPercent) is { } percent && !current.OfType<JsonObject>().Any(metric => CpuPercent(metric, "current") is not null))
        {
            current.Add((JsonNode)new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject { ["name"] = "cpu", ["current"] = new JsonObject { ["averageUtilization"] = percent } },
            });
        }
        status.Remove(CurrentPercent);
        if (current.Count > 0) status["currentMetrics"] = current;
        if (Node(carried, Conditions) is JsonArray conditions) status["conditions"] = conditions;
    }

    private static void ShowStatus(JsonObject value)
    {
        if (value.Object("status") is not { } status) return;
        var current = new JsonArray();
        foreach (var metric in status.Objects("currentMetrics"))
        {
            if (CpuPercent(metric, "current") is { } percent) status[CurrentPercent] = percent;
            current.Add((JsonNode)MetricConversion.FromStored(metric, "current"));
        }
        status.Remove("currentMetrics");
        if (current.Count > 0) Annotate(value, CurrentMetrics, current);
        if (status.Remove("conditions", out var conditions) && conditions is JsonArray { Count: > 0 }) Annotate(value, Conditions, conditions);
    }

    private static long? CpuPercent(JsonObject metric, string side) =>
        metric.Text("type") == "Resource" && metric.Object("resource").Text("name") == "cpu" ? metric.Object("resource").Object(side).Integer("averageUtilization") : null;

    /// <summary>Takes the annotations that carry fields off the object.</summary>
    private static JsonObject TakeAnnotations(JsonObject value)
    {
        var taken = new JsonObject();
        if (value.Metadata().Object("annotations") is not { } annotations) return taken;
        foreach (var name in (ReadOnlySpan<string>)[Metrics, Behavior, CurrentMetrics, Conditions])
        {
            if (annotations.Remove(name, out var text)) taken[name] = text;
        }
        if (annotations.Count == 0) value.Metadata().Remove("annotations");
        return taken;
    }

    private static void Annotate(JsonObject value, string name, JsonNode content) => value.Metadata().ObjectOrNew("annotations")[name] = JsonCodec.ToText(content);

    private static IEnumerable<JsonNode?> Parse(JsonObject carried, string name) => Node(carried, name) as JsonArray ?? [];

    /// <summary>The content of an annotation; none where users wrote something else there.</summary>
    private static JsonNode? Node(JsonObject carried, string name)
    {
        try
        {
            return carried.TextOrNull(name) is { } text ? JsonNode.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
