using System.Text.Json.Nodes;
using Kite.Api.Json;

namespace Kite.Api.Patches;

/// <summary>JSON merge patch (RFC 7386): objects merge, null deletes, anything else replaces.</summary>
public static class MergePatch
{
    /// <summary>Merges the patch into the target and returns it. Both are used up.</summary>
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        foreach (var name in Names(patch))
        {
            var value = patch.Take(name);
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject change)
            {
                if (target.Object(name) is { } existing) Apply(existing, change);
                else target[name] = Apply(new JsonObject(), change);
            }
            else
            {
                target[name] = value;
            }
        }
        return target;
    }

    /// <summary>The patch that turns one object into the other. Nothing is changed; nulls in <paramref name="to"/> can't be expressed and count as absent.</summary>
    public static JsonObject Create(JsonObject from, JsonObject to)
    {
        var patch = new JsonObject();
        foreach (var (name, value) in from)
        {
            if (value is not null && (!to.TryGetPropertyValue(name, out var kept) || kept is null)) patch[name] = null;
        }
        foreach (var (name, value) in to)
        {
            if (value is null) continue;
            from.TryGetPropertyValue(name, out var old);
            if (old is JsonObject oldObject && value is JsonObject newObject)
            {
                var change = Create(oldObject, newObject);
                if (change.Count > 0) patch[name] = change;
            }
            else if (!JsonNodes.Same(old, value))
            {
                patch[name] = value.DeepClone();
            }
        }
        return patch;
    }

    internal static string[] Names(JsonObject node)
    {
        var names = new string[node.Count];
        var i = 0;
        foreach (var (name, _) in node) names[i++] = name;
        return names;
    }
}
