using System.Text.Json;
using Kite.Api.Meta;

namespace Kite.ControlPlane.Controllers.Discovery;

/// <summary>Reads discovery documents that name every group, version and resource at once.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery"/></remarks>
internal static class AggregatedDocument
{
    /// <summary>What the client accepts to get one; servers that have none answer with the plain list of groups.</summary>
    internal const string Accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    /// <summary>Adds what a document names: every resource in the first version of its group that has it.</summary>
    /// <returns>False where it is no such document.</returns>
    internal static bool TryRead(JsonElement document, List<ServedResource> resources, List<string> failures)
    {
        if (document.GetProperty("kind").GetString() != "APIGroupDiscoveryList") return false;
        foreach (var group in Items(document, "items"))
        {
            var name = Text(group.GetProperty("metadata"), "name");
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var version in Items(group, "versions"))
            {
                var text = Text(version, "version");
                if (Text(version, "freshness") == "Stale") failures.Add($"{name}/{text}: stale GroupVersion discovery: {name}/{text}");
                foreach (var resource in Items(version, "resources"))
                {
                    if (!seen.Add(Text(resource, "resource"))) continue;
                    var kind = resource.TryGetProperty("responseKind", out var response) ? Text(response, "kind") : "";
                    resources.Add(new ServedResource(
                        new ApiResource(name, text, Text(resource, "resource"), kind, Text(resource, "scope") == "Namespaced"),
                        [.. Items(resource, "verbs").Select(verb => verb.GetString() ?? "")]));
                }
            }
        }
        return true;
    }

    private static JsonElement[] Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var items) && items.ValueKind is JsonValueKind.Array ? [.. items.EnumerateArray()] : [];

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString()! : "";
}
