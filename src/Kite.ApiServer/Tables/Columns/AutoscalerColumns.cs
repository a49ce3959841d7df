using System.Text.Json;

namespace Kite.ApiServer.Tables.Columns;

/// <summary>The table of horizontal pod autoscalers, of both versions.</summary>
internal static class AutoscalerColumns
{
    private const int Shown = 2;

    public static Column[] All { get; } =
    [
        Column.ObjectName,
        Column.Text("Reference", item => $"{item.Text("spec", "scaleTargetRef", "kind")}/{item.Text("spec", "scaleTargetRef", "name")}"),
        Column.Text("Targets", Targets),
        Column.Text("MinPods", item => item.TextOr("<unset>", "spec", "minReplicas")),
        Column.Number("MaxPods", item => item.Count("spec", "maxReplicas")),
        Column.Number("Replicas", item => item.Count("status", "currentReplicas")),
        Column.Age,
    ];

    private static string Targets(JsonElement item)
    {
        if (item.Text("spec", "targetCPUUtilizationPercentage") is { } percent)
            return $"cpu: {(item.Text("status", "currentCPUUtilizationPercentage") is { } now ? now + "%" : "<unknown>")}/{percent}%";
        var metrics = item.Items("spec", "metrics").ToList();
        if (metrics.Count == 0) return "<none>";
        var current = item.Items("status", "currentMetrics").ToList();
        var text = string.Join(", ", metrics.Take(Shown).Select((metric, at) => Metric(metric, at < current.Count ? current[at] : default)));
        return metrics.Count > Shown ? $"{text} + {metrics.Count - Shown} more..." : text;
    }

    private static string Metric(JsonElement metric, JsonElement current) => metric.Text("type") switch
    {
        "External" => Value(metric, current, "external"),
        "Pods" => Amount(metric, current, "pods", "averageValue"),
        "Object" => Value(metric, current, "object"),
        "Resource" => Resource(metric, current, "resource"),
        "ContainerResource" => Resource(metric, current, "containerResource"),
        _ => "<unknown type>",
    };

    private static string Value(JsonElement metric, JsonElement current, string source) => metric.Text(source, "target", "averageValue") is not null
        ? Amount(metric, current, source, "averageValue") + " (avg)"
        : Amount(metric, current, source, "value");

    private static string Amount(JsonElement metric, JsonElement current, string source, string field) =>
        $"{current.TextOr("<unknown>", source, "current", field)}/{metric.Text(source, "target", field)}";

    private static string Resource(JsonElement metric, JsonElement current, string source)
    {
        var name = metric.Text(source, "name");
        if (metric.Text(source, "target", "averageValue") is not null) return $"{name}: {Amount(metric, current, source, "averageValue")}";
        var now = current.Text(source, "current", "averageUtilization") is { } percent ? percent + "%" : "<unknown>";
        var target = metric.Text(source, "target", "averageUtilization") is { } wanted ? wanted + "%" : "<auto>";
        return $"{name}: {now}/{target}";
    }
}
