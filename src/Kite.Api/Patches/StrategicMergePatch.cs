using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Json;
using Kite.Api.Schema;

namespace Kite.Api.Patches;

/// <summary>
/// Strategic merge patch: a merge patch in which lists merge by the schema's merge keys, steered by the directives
/// <c>$patch</c>, <c>$retainKeys</c>, <c>$setElementOrder/…</c> and <c>$deleteFromPrimitiveList/…</c>.
/// </summary>
/// <remarks>What the schema doesn't know merges as in a merge patch: objects merge, lists replace.</remarks>
public sealed class StrategicMergePatch(SchemaTable schema)
{
    /// <summary>Merges the patch into the object and returns it. Both are used up.</summary>
    /// <exception cref="ApiStatusException">The patch breaks the rules of its directives or misses a merge key.</exception>
    public JsonObject Apply(JsonObject current, JsonObject patch, SchemaType type) => Merge(current, patch, new PatchShape(schema, type));

    internal static JsonObject Merge(JsonObject original, JsonObject patch, PatchShape shape)
    {
        if (patch.TryGetPropertyValue(PatchDirectives.Patch, out var directive)) return Directed(patch, directive);
        RetainKeys(original, patch);
        OrderLists(original, patch, shape);
        JsonObject? deletions = null;
        foreach (var name in MergePatch.Names(patch))
        {
            if (name.StartsWith(PatchDirectives.DeleteFromPrimitiveList, StringComparison.Ordinal))
            {
                (deletions ??= [])[name[PatchDirectives.DeleteFromPrimitiveList.Length..]] = patch.Take(name);
                continue;
            }
            MergeField(original, name, patch.Take(name), shape);
        }
        if (deletions is not null) Delete(original, deletions);
        return original;
    }

    private static JsonObject Directed(JsonObject patch, JsonNode? directive)
    {
        switch (directive is JsonValue value && value.TryGetValue<string>(out var text) ? text : "")
        {
            case PatchDirectives.Replace:
                patch.Remove(PatchDirectives.Patch);
                return (JsonObject)PatchDirectives.Strip(patch)!;
            case PatchDirectives.Delete:
                return [];
            default:
                throw PatchErrors.UnknownPatchType(directive, patch);
        }
    }

    private static void MergeField(JsonObject original, string name, JsonNode? value, PatchShape shape)
    {
        if (value is null)
        {
            original.Remove(name);
            return;
        }
        original.TryGetPropertyValue(name, out var existing);
        var field = shape.Field(name);
        switch (existing, value)
        {
            case (JsonObject old, JsonObject change) when field.Strategy != PatchDirectives.Replace:
                var merged = Merge(old, change, field);
                if (!ReferenceEquals(merged, old)) original[name] = merged;
                break;
            case (JsonArray old, JsonArray change) when field.Strategy == PatchDirectives.Merge:
                original[name] = StrategicListMerge.Merge(old, change, field);
                break;
            default:
                original[name] = PatchDirectives.Strip(value);
                break;
        }
    }

    private static void RetainKeys(JsonObject original, JsonObject patch)
    {
        if (!patch.Remove(PatchDirectives.RetainKeys, out var value)) return;
        if (value is not JsonArray list) throw ApiErrors.BadRequest(PatchErrors.BadRetainKeys);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in list)
        {
            if (key is JsonValue scalar && scalar.TryGetValue<string>(out var text)) keys.Add(text);
        }
        foreach (var (name, change) in patch)
        {
            if (change is not null && !PatchDirectives.IsParallelList(name) && !keys.Contains(name)) throw ApiErrors.BadRequest(PatchErrors.BadRetainKeys);
        }
        foreach (var name in MergePatch.Names(original))
        {
            if (!keys.Contains(name)) original.Remove(name);
        }
    }

    /// <summary>Merges the lists that the patch gives an order for, and puts them in that order.</summary>
    private static void OrderLists(JsonObject original, JsonObject patch, PatchShape shape)
    {
        foreach (var directive in MergePatch.Names(patch))
        {
            if (!directive.StartsWith(PatchDirectives.SetElementOrder, StringComparison.Ordinal)) continue;
            var name = directive[PatchDirectives.SetElementOrder.Length..];
            if (patch.Take(directive) is not JsonArray order) throw ApiErrors.BadRequest(PatchErrors.BadElementOrder);
            original.TryGetPropertyValue(name, out var existing);
            patch.TryGetPropertyValue(name, out var change);
            if ((existing is not null and not JsonArray) || (change is not null and not JsonArray)) throw ApiErrors.BadRequest(PatchErrors.BadElementOrder);
            if (change is null && patch.ContainsKey(name)) continue;
            patch.Remove(name);
            if (existing is null && change is null) continue;
            original[name] = StrategicListMerge.MergeInOrder(existing as JsonArray ?? [], change as JsonArray ?? [], order, shape.Field(name));
        }
    }

    private static void Delete(JsonObject original, JsonObject deletions)
    {
        foreach (var (name, value) in deletions)
        {
            if (original.Array(name) is not { } list || value is null) continue;
            if (value is not JsonArray items) throw ApiErrors.BadRequest(PatchErrors.BadPrimitiveList);
            var gone = new HashSet<string>(items.Select(MergeKeys.OfScalar), StringComparer.Ordinal);
            for (var i = list.Count - 1; i >= 0; i--)
            {
                if (gone.Contains(MergeKeys.OfScalar(list[i]))) list.RemoveAt(i);
            }
        }
    }
}
