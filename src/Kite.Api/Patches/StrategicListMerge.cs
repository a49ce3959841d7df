using System.Text.Json.Nodes;
using Kite.Api.Json;

namespace Kite.Api.Patches;

/// <summary>Merges lists by key, and keeps or sets the order of their items as upstream does.</summary>
internal static class StrategicListMerge
{
    /// <summary>Merges without a given order: the patch's items keep their order, the others keep their places among those both know.</summary>
    internal static JsonArray Merge(JsonArray original, JsonArray patch, PatchShape shape)
    {
        if (original.Count == 0 && patch.Count == 0) return [];
        if (shape.MergeKey is null && !patch.Concat(original).Any(item => item is JsonObject)) return Union(original, patch);
        if (shape.MergeKey is null) throw PatchErrors.Failure("cannot merge lists without merge key for type struct");
        var (items, liveOrder, changes) = MergeItems(original, patch, shape);
        return Arrange(items, changes, liveOrder, shape.MergeKey);
    }

    /// <summary>Merges and puts the items that the order names into that order; the others keep their places among those both know.</summary>
    internal static JsonArray MergeInOrder(JsonArray original, JsonArray patch, JsonArray order, PatchShape shape)
    {
        var mergeKey = shape.MergeKey;
        var wanted = order.Select(item => MergeKeys.Of(item, mergeKey)).ToArray();
        CheckOrder(patch, wanted, mergeKey);
        var liveOrder = original.Select(item => MergeKeys.Of(item, mergeKey)).ToArray();
        List<JsonNode?> items;
        if (shape.Strategy != PatchDirectives.Merge) items = patch.Count > 0 ? Stripped(patch) : original.TakeAll();
        else if (mergeKey is null) items = Union(original, patch).TakeAll();
        else (items, _, _) = MergeItems(original, patch, shape);
        return Arrange(items, wanted, liveOrder, mergeKey);
    }

    private static List<JsonNode?> Stripped(JsonArray patch) => ((JsonArray)PatchDirectives.Strip(patch)!).TakeAll();

    private static JsonArray Union(JsonArray original, JsonArray patch)
    {
        var liveOrder = original.Select(MergeKeys.OfScalar).ToArray();
        var wanted = patch.Select(MergeKeys.OfScalar).ToArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var items = original.TakeAll().Concat(patch.TakeAll()).Where(item => seen.Add(MergeKeys.OfScalar(item))).ToList();
        return Arrange(items, wanted, liveOrder, null);
    }

    private static (List<JsonNode?> Items, string[] LiveOrder, string[] Changes) MergeItems(JsonArray original, JsonArray patch, PatchShape shape)
    {
        var mergeKey = shape.MergeKey!;
        var (deleted, replace) = ReadDirectives(patch, mergeKey);
        var changes = patch.TakeAll().Where(item => PatchDirectives.Of(item) is null).ToList();
        if (replace)
        {
            changes.ForEach(item => PatchDirectives.Strip(item));
            return (changes, [.. changes.Select(item => MergeKeys.Of(item, mergeKey))], []);
        }
        var items = original.TakeAll();
        if (deleted is not null) items.RemoveAll(item => item is JsonObject map && map[mergeKey] is { } key && deleted.Contains(MergeKeys.OfScalar(key)));
        var liveOrder = items.Select(item => MergeKeys.Of(item, mergeKey)).ToArray();
        var places = MergeKeys.Index(liveOrder);
        var itemShape = shape.Item();
        var keys = new string[changes.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = MergeKeys.Of(changes[i], mergeKey);
            if (places.TryGetValue(keys[i], out var place))
            {
                items[place] = StrategicMergePatch.Merge((JsonObject)items[place]!, (JsonObject)changes[i]!, itemShape);
                continue;
            }
            places.Add(keys[i], items.Count);
            items.Add(PatchDirectives.Strip(changes[i]));
        }
        return (items, liveOrder, keys);
    }

    private static (HashSet<string>? Deleted, bool Replace) ReadDirectives(JsonArray patch, string mergeKey)
    {
        HashSet<string>? deleted = null;
        var replace = false;
        foreach (var item in patch)
        {
            if (PatchDirectives.Of(item) is not { } directive) continue;
            switch (directive is JsonValue value && value.TryGetValue<string>(out var text) ? text : "")
            {
                case PatchDirectives.Delete:
                    (deleted ??= new(StringComparer.Ordinal)).Add(MergeKeys.Of(item, mergeKey));
                    break;
                case PatchDirectives.Replace:
                    replace = true;
                    break;
                case PatchDirectives.Merge:
                    throw PatchErrors.Failure("merging lists cannot yet be specified in the patch");
                default:
                    throw PatchErrors.UnknownPatchType(directive, (JsonObject)item!);
            }
        }
        return (deleted, replace);
    }

    /// <summary>The patch's items, deletions aside, must stand in the given order and be named in it.</summary>
    private static void CheckOrder(JsonArray patch, string[] wanted, string? mergeKey)
    {
        if (wanted.Length == 0) return;
        var next = 0;
        foreach (var item in patch)
        {
            if (PatchDirectives.Of(item) is not null) continue;
            var key = MergeKeys.Of(item, mergeKey);
            while (next < wanted.Length && wanted[next] != key) next++;
            if (next++ == wanted.Length)
                throw PatchErrors.Failure($"The order in patch list:\n{GoText.Print(patch)}\n doesn't match $setElementOrder list:\n[{string.Join(' ', wanted)}]\n");
        }
    }

    /// <summary>The wanted items in their order, with the rest put in before the first wanted one that follows them in the live order.</summary>
    private static JsonArray Arrange(List<JsonNode?> items, string[] wanted, string[] liveOrder, string? mergeKey)
    {
        var wantedPlaces = MergeKeys.Index(wanted);
        var livePlaces = MergeKeys.Index(liveOrder);
        var first = new List<(int Place, int Live, JsonNode? Item)>();
        var rest = new List<(int Live, JsonNode? Item)>();
        foreach (var item in items)
        {
            var key = MergeKeys.Of(item, mergeKey);
            var live = livePlaces.TryGetValue(key, out var place) ? place : -1;
            if (wantedPlaces.TryGetValue(key, out var want)) first.Add((want, live, item));
            else rest.Add((live, item));
        }
        var arranged = new JsonArray();
        var next = 0;
        foreach (var (_, live, item) in first.OrderBy(entry => entry.Place))
        {
            while (next < rest.Count && live >= 0 && rest[next].Live >= 0 && rest[next].Live < live) arranged.Add(rest[next++].Item);
            arranged.Add(item);
        }
        while (next < rest.Count) arranged.Add(rest[next++].Item);
        return arranged;
    }
}
