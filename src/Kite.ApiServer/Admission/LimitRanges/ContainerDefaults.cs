using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.LimitRanges;

/// <summary>Fills in what containers don't say.</summary>
internal static class ContainerDefaults
{
    private const string Annotation = "kubernetes.io/limit-ranger";

    /// <summary>Applies a LimitRange to a pod, and notes in an annotation what it set.</summary>
    public static void Apply(JsonObject range, JsonObject pod)
    {
        var (requests, limits) = (new JsonObject(), new JsonObject());
        foreach (var item in range.Object("spec").Objects("limits").Where(item => item.Text("type") == "Container"))
        {
            Merge(item.Object("defaultRequest"), requests);
            Merge(item.Object("default"), limits);
        }
        if (requests.Count == 0 && limits.Count == 0) return;
        var notes = new List<string>();
        var spec = pod.Object("spec");
        foreach (var container in spec.Objects("containers")) Fill(container, "container", requests, limits, notes);
        foreach (var container in spec.Objects("initContainers")) Fill(container, "init container", requests, limits, notes);
        if (notes.Count > 0) pod.Metadata().ObjectOrNew("annotations")[Annotation] = $"LimitRanger plugin set: {string.Join("; ", notes)}";
    }

    private static void Fill(JsonObject container, string kind, JsonObject requests, JsonObject limits, List<string> notes)
    {
        var resources = container.ObjectOrNew("resources");
        Fill(resources, "requests", "request", requests, $"{kind} {container.Text("name")}", notes);
        Fill(resources, "limits", "limit", limits, $"{kind} {container.Text("name")}", notes);
    }

    private static void Fill(JsonObject resources, string field, string word, JsonObject defaults, string where, List<string> notes)
    {
        if (defaults.Count == 0) return;
        var set = Merge(defaults, resources.ObjectOrNew(field));
        if (set.Count > 0) notes.Add($"{string.Join(", ", set)} {word} for {where}");
    }

    /// <summary>The names that were missing, in order.</summary>
    private static List<string> Merge(JsonObject? from, JsonObject into)
    {
        var missing = from is null ? [] : from.Select(pair => pair.Key).Where(name => !into.ContainsKey(name)).Order(StringComparer.Ordinal).ToList();
        foreach (var name in missing) into[name] = from![name]!.DeepClone();
        return missing;
    }
}
