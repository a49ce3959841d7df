using System.Text.Json.Nodes;

namespace Kite.Api.CustomResources.Values;

/// <summary>Drops the fields that a schema doesn't name, unless it says to keep them.</summary>
public static class Pruning
{
    /// <summary>Prunes an object in place.</summary>
    /// <param name="value">The object.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="isResource">True for a whole object, whose <c>apiVersion</c>, <c>kind</c> and <c>metadata</c> are kept though no schema names them.</param>
    /// <param name="dropped">Gets the paths of what is dropped, such as <c>spec.list[0].foo</c>, where given.</param>
    public static void Prune(JsonNode? value, StructuralSchema schema, bool isResource, ICollection<string>? dropped = null) =>
        Prune(value, isResource ? schema.AsResource() : schema, keeps: false, new Trail(dropped));

    internal static bool IsMetaField(string name) => name is "apiVersion" or "kind" or "metadata";

    // In a list that keeps what it doesn't know, the items do too.
    private static void Prune(JsonNode? value, StructuralSchema? schema, bool keeps, Trail trail)
    {
        keeps |= schema is { PreservesUnknownFields: true };
        switch (value)
        {
            case JsonObject map when schema is not null:
                PruneMap(map, schema, keeps, trail);
                break;
            case JsonObject map when !keeps:
                Drop(map, [.. map.Select(entry => entry.Key)], trail);
                break;
            case JsonArray list:
                for (var at = 0; at < list.Count; at++)
                {
                    trail.Enter(at);
                    Prune(list[at], schema?.Items, keeps, trail);
                    trail.Leave();
                }
                break;
        }
    }

    private static void PruneMap(JsonObject map, StructuralSchema schema, bool keeps, Trail trail)
    {
        List<string>? unknown = null;
        foreach (var (name, child) in map)
        {
            if (schema.IsEmbeddedResource && IsMetaField(name)) continue;
            if (schema.Properties.TryGetValue(name, out var field) || schema.AllowsAdditionalProperties is not null)
            {
                if (child is not (JsonObject or JsonArray)) continue;
                trail.Enter(name);
                Prune(child, field ?? schema.AdditionalProperties, keeps: false, trail);
                trail.Leave();
            }
            else if (!keeps)
            {
                (unknown ??= []).Add(name);
            }
        }
        if (unknown is not null) Drop(map, unknown, trail);
    }

    private static void Drop(JsonObject map, IReadOnlyList<string> names, Trail trail)
    {
        foreach (var name in names)
        {
            trail.Drop(name);
            map.Remove(name);
        }
    }

    /// <summary>Where pruning is, kept only where somebody wants to know.</summary>
    private sealed class Trail(ICollection<string>? dropped)
    {
        private readonly List<string> steps = [];

        internal void Enter(string name)
        {
            if (dropped is not null) steps.Add(steps.Count == 0 ? name : "." + name);
        }

        internal void Enter(int at)
        {
            if (dropped is not null) steps.Add($"[{at}]");
        }

        internal void Leave()
        {
            if (dropped is not null) steps.RemoveAt(steps.Count - 1);
        }

        internal void Drop(string name) => dropped?.Add(steps.Count == 0 ? name : $"{string.Concat(steps)}.{name}");
    }
}
