using System.Text.Json.Nodes;

namespace Kite.Api.Kinds.Autoscaling;

/// <summary>Between metrics of v1, flat, and of v2, which keeps apart what is measured and what is wanted (or current).</summary>
internal static class MetricConversion
{
    private static readonly string[] Sources = ["object", "pods", "resource", "containerResource", "external"];

    /// <summary>The metric as v2 has it; <paramref name="side"/> is <c>target</c> for a wish, <c>current</c> for a measurement.</summary>
    internal static JsonObject ToStored(JsonObject metric, string side)
    {
        var stored = new JsonObject { ["type"] = metric.Text("type") };
        foreach (var type in Sources)
        {
            if (metric.Object(type) is { } source) stored[type] = ToStored(type, source, side);
        }
        return stored;
    }

    /// <summary>The metric as v1 has it.</summary>
    internal static JsonObject FromStored(JsonObject metric, string side)
    {
        var shown = new JsonObject { ["type"] = metric.Text("type") };
        foreach (var type in Sources)
        {
            if (metric.Object(type) is { } source) shown[type] = FromStored(type, source, side);
        }
        return shown;
    }

    private static JsonObject ToStored(string type, JsonObject source, string side)
    {
        var stored = new JsonObject();
        var amount = new JsonObject();
        if (type is "resource" or "containerResource")
        {
            Copy(source, "name", stored, "name");
            Copy(source, "container", stored, "container");
        }
        else
        {
            var measured = new JsonObject { ["name"] = source.Text("metricName") };
            Copy(source, type == "external" ? "metricSelector" : "selector", measured, "selector");
            stored["metric"] = measured;
        }
        if (type == "object") Copy(source, "target", stored, "describedObject");
        Copy(source, side + "Value", amount, "value");
        Copy(source, type == "object" ? "averageValue" : side + "AverageValue", amount, "averageValue");
        Copy(source, side + "AverageUtilization", amount, "averageUtilization");
        if (side == "target") amount["type"] = amount.ContainsKey("averageUtilization") ? "Utilization" : amount.ContainsKey("averageValue") ? "AverageValue" : "Value";
        // v1 always has a value for objects, a nought where only the average counts.
        if (type == "object" && amount.ContainsKey("averageValue") && amount.Text("value") == "0") amount.Remove("value");
        stored[side] = amount;
        return stored;
    }

    private static JsonObject FromStored(string type, JsonObject source, string side)
    {
        var shown = new JsonObject();
        var amount = source.Object(side) ?? [];
        if (type is "resource" or "containerResource")
        {
            Copy(source, "name", shown, "name");
            Copy(source, "container", shown, "container");
        }
        else
        {
            shown["metricName"] = source.Object("metric").Text("name");
            if (source.Object("metric") is { } measured) Copy(measured, "selector", shown, type == "external" ? "metricSelector" : "selector");
        }
        if (type == "object")
        {
            Copy(source, "describedObject", shown, "target");
            shown[side + "Value"] = amount.TextOrNull("value") ?? "0";
            Copy(amount, "averageValue", shown, "averageValue");
            return shown;
        }
        Copy(amount, "value", shown, side + "Value");
        Copy(amount, "averageValue", shown, side + "AverageValue");
        Copy(amount, "averageUtilization", shown, side + "AverageUtilization");
        return shown;
    }

    private static void Copy(JsonObject source, string from, JsonObject target, string to)
    {
        if (source[from] is { } node) target[to] = node.DeepClone();
    }
}
