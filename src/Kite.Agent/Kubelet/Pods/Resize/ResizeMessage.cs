using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods.Resize;

/// <summary>The messages of a resize's events: what it is about, with the pod's amounts as JSON.</summary>
internal static class ResizeMessage
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A message such as <c>Pod resize started: {"containers":[...],"generation":2}</c>.</summary>
    public static string Of(string what, Pod pod, long? generation, string error = "")
    {
        var summary = new JsonObject();
        if (pod.Spec.Resources is { } whole) summary["resources"] = Amounts(whole);
        Add(summary, "initContainers", pod.Spec.InitContainers);
        Add(summary, "containers", pod.Spec.Containers);
        summary["generation"] = generation ?? 0;
        if (error.Length > 0) summary["error"] = error;
        return $"Pod resize {what}: {summary.ToJsonString(Plain)}";
    }

    private static void Add(JsonObject summary, string field, IReadOnlyList<Container> containers)
    {
        if (containers.Count == 0) return;
        summary[field] = new JsonArray([.. containers.Select(container => (JsonNode)new JsonObject { ["name"] = container.Name, ["resources"] = Amounts(container.Resources) })]);
    }

    private static JsonObject Amounts(ResourceRequirements? resources)
    {
        var amounts = new JsonObject();
        if (resources?.Limits.Count > 0) amounts["limits"] = Amounts(resources.Limits);
        if (resources?.Requests.Count > 0) amounts["requests"] = Amounts(resources.Requests);
        return amounts;
    }

    private static JsonObject Amounts(IReadOnlyDictionary<string, Quantity> amounts) =>
        new(amounts.OrderBy(amount => amount.Key, StringComparer.Ordinal).Select(amount => KeyValuePair.Create(amount.Key, (JsonNode?)amount.Value.ToCanonical().Text)));
}
