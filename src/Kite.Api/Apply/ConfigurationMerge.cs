using System.Text.Json.Nodes;
using Kite.Api.Json;

namespace Kite.Api.Apply;

/// <summary>Merges an applied configuration into an object, and takes fields out of one.</summary>
internal static class ConfigurationMerge
{
    /// <summary>Merges the configuration, which stays as it is, into the target.</summary>
    internal static void Merge(JsonObject target, JsonObject applied, in ApplyShape shape)
    {
        foreach (var (name, value) in applied)
        {
            if (value is null)
            {
                target.Remove(name);
                continue;
            }
            target.TryGetPropertyValue(name, out var existing);
            var merged = MergeValue(existing, value, shape.Field(name));
            if (!ReferenceEquals(merged, existing)) target[name] = merged;
        }
    }

    /// <summary>Takes the set's fields out of the object; objects and lists that end up empty go too.</summary>
    internal static void Remove(JsonObject target, FieldSet set, in ApplyShape shape)
    {
        foreach (var entry in set.Entries)
        {
            if (entry.Element.Kind != 'f' || !target.TryGetPropertyValue(entry.Element.Text, out var value)) continue;
            if (entry.IsMember || (entry.Children is not null && IsLeftEmpty(value, entry.Children, shape.Field(entry.Element.Text)))) target.Remove(entry.Element.Text);
        }
    }

    private static JsonNode MergeValue(JsonNode? existing, JsonNode value, in ApplyShape shape)
    {
        if (shape.Divides(value) && shape.Divides(existing))
        {
            Merge((JsonObject)existing!, (JsonObject)value, shape);
            return existing!;
        }
        if (!shape.Itemizes(value) || !shape.Itemizes(existing)) return value.DeepClone();
        MergeLists((JsonArray)existing!, (JsonArray)value, shape);
        return existing!;
    }

    /// <summary>The applied items in their order; what only the live list has stays before what followed it.</summary>
    private static void MergeLists(JsonArray target, JsonArray applied, in ApplyShape shape)
    {
        var wanted = new PathElement?[applied.Count];
        for (var i = 0; i < wanted.Length; i++) wanted[i] = shape.ElementOf(applied[i]);
        var appliedElements = wanted.OfType<PathElement>().ToHashSet();
        var live = target.TakeAll();
        var elements = new PathElement?[live.Count];
        var liveItems = new Dictionary<PathElement, JsonNode?>(live.Count);
        for (var i = 0; i < live.Count; i++)
        {
            elements[i] = shape.ElementOf(live[i]);
            if (elements[i] is { } element) liveItems.TryAdd(element, live[i]);
        }
        var itemShape = shape.Item();
        var next = 0;
        for (var i = 0; i < wanted.Length; i++)
        {
            var isShared = wanted[i] is { } known && liveItems.ContainsKey(known);
            // Live items up to the next shared one keep their place before it; shared ones that come elsewhere are passed over.
            while (next < live.Count && elements[next] != wanted[i])
            {
                var isLiveOnly = elements[next] is not { } element || !appliedElements.Contains(element);
                if (isLiveOnly) target.Add(live[next]);
                else if (!isShared) break;
                next++;
            }
            if (isShared && next < live.Count) next++;
            var existing = isShared && liveItems.Remove(wanted[i]!.Value, out var item) ? item : null;
            target.Add(MergeValue(existing, applied[i]!, itemShape));
        }
        for (; next < live.Count; next++)
        {
            if (elements[next] is not { } element || !appliedElements.Contains(element)) target.Add(live[next]);
        }
    }

    private static bool IsLeftEmpty(JsonNode? value, FieldSet set, in ApplyShape shape)
    {
        if (shape.Divides(value))
        {
            Remove((JsonObject)value!, set, shape);
            return ((JsonObject)value!).Count == 0;
        }
        if (!shape.Itemizes(value)) return false;
        var list = (JsonArray)value!;
        var itemShape = shape.Item();
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (shape.ElementOf(list[i]) is not { } element || !set.TryGet(element, out var entry)) continue;
            if (entry.IsMember || (entry.Children is not null && IsLeftEmpty(list[i], entry.Children, itemShape))) list.RemoveAt(i);
        }
        return list.Count == 0;
    }
}
