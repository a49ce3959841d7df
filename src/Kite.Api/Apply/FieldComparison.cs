using System.Text.Json.Nodes;
using Kite.Api.Json;

namespace Kite.Api.Apply;

/// <summary>Compares two objects field by field. A null is as good as absent.</summary>
internal sealed class FieldComparison
{
    private readonly JsonObject nothing = [];

    /// <summary>How <paramref name="updated"/> differs from <paramref name="live"/>.</summary>
    internal static FieldChanges Compare(JsonObject live, JsonObject updated, in ApplyShape shape)
    {
        List<FieldSetEntry>? changed = null;
        List<FieldSetEntry>? removed = null;
        new FieldComparison().Maps(live, updated, shape, ref changed, ref removed);
        return new FieldChanges(FieldSet.Of(changed), FieldSet.Of(removed));
    }

    private void Values(PathElement element, JsonNode? left, JsonNode? right, in ApplyShape shape, ref List<FieldSetEntry>? changed, ref List<FieldSetEntry>? removed)
    {
        if (left is null && right is null) return;
        if (left is null)
        {
            (changed ??= []).Add(new FieldSetEntry(element, true, AddedFields.Below(right, shape)));
            return;
        }
        List<FieldSetEntry>? changedBelow = null;
        List<FieldSetEntry>? removedBelow = null;
        if (IsDivided(left, right, shape)) Maps((JsonObject)left, right as JsonObject ?? nothing, shape, ref changedBelow, ref removedBelow);
        else if (IsItemized(left, right, shape)) Lists((JsonArray)left, right as JsonArray, shape, ref changedBelow, ref removedBelow);
        else if (right is not null && !JsonNodes.Same(left, right)) (changed ??= []).Add(new FieldSetEntry(element, true, null));
        if (changedBelow is not null) (changed ??= []).Add(new FieldSetEntry(element, false, FieldSet.Of(changedBelow).OrNull()));
        if (right is null || removedBelow is not null) (removed ??= []).Add(new FieldSetEntry(element, right is null, FieldSet.Of(removedBelow).OrNull()));
    }

    /// <summary>True for objects on both sides, or on one where the other has nothing; two empty ones are a leaf.</summary>
    private static bool IsDivided(JsonNode left, JsonNode? right, in ApplyShape shape) =>
        shape.Divides(left) && (right is null || shape.Divides(right)) && (left is JsonObject { Count: > 0 } || right is JsonObject { Count: > 0 });

    private static bool IsItemized(JsonNode left, JsonNode? right, in ApplyShape shape) =>
        shape.Itemizes(left) && (right is null || shape.Itemizes(right)) && (left is JsonArray { Count: > 0 } || right is JsonArray { Count: > 0 });

    private void Maps(JsonObject left, JsonObject right, in ApplyShape shape, ref List<FieldSetEntry>? changed, ref List<FieldSetEntry>? removed)
    {
        // "Nothing" stands for an absent object, below which nothing is held by value either.
        var remains = !ReferenceEquals(right, nothing);
        foreach (var (name, old) in left)
        {
            if (shape.IsBookkeeping(name)) continue;
            right.TryGetPropertyValue(name, out var value);
            if (value is null && remains) value = shape.ZeroOf(name, old);
            if (ReferenceEquals(old, value)) continue;
            Values(PathElement.Field(name), old, value, shape.Field(name), ref changed, ref removed);
        }
        foreach (var (name, value) in right)
        {
            if (left.ContainsKey(name) || shape.IsBookkeeping(name)) continue;
            Values(PathElement.Field(name), shape.ZeroOf(name, value), value, shape.Field(name), ref changed, ref removed);
        }
    }

    private void Lists(JsonArray left, JsonArray? right, in ApplyShape shape, ref List<FieldSetEntry>? changed, ref List<FieldSetEntry>? removed)
    {
        if (right is not null && JsonNodes.Same(left, right)) return;
        var itemShape = shape.Item();
        var rest = new Dictionary<PathElement, JsonNode?>(right?.Count ?? 0);
        for (var i = 0; i < right?.Count; i++)
        {
            if (shape.ElementOf(right[i]) is { } element) rest.TryAdd(element, right[i]);
        }
        var seen = new HashSet<PathElement>();
        for (var i = 0; i < left.Count; i++)
        {
            if (shape.ElementOf(left[i]) is not { } element || !seen.Add(element)) continue;
            rest.Remove(element, out var item);
            Values(element, left[i], item, itemShape, ref changed, ref removed);
        }
        foreach (var (element, item) in rest) Values(element, null, item, itemShape, ref changed, ref removed);
    }
}
