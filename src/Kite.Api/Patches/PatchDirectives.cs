using System.Text.Json.Nodes;
using Kite.Api.Json;

namespace Kite.Api.Patches;

/// <summary>The words of strategic merge patch.</summary>
internal static class PatchDirectives
{
    internal const string Patch = "$patch";
    internal const string RetainKeys = "$retainKeys";
    internal const string SetElementOrder = "$setElementOrder/";
    internal const string DeleteFromPrimitiveList = "$deleteFromPrimitiveList/";
    internal const string Replace = "replace";
    internal const string Delete = "delete";
    internal const string Merge = "merge";

    internal static bool IsParallelList(string name) =>
        name.StartsWith(SetElementOrder, StringComparison.Ordinal) || name.StartsWith(DeleteFromPrimitiveList, StringComparison.Ordinal);

    /// <summary>The directive of a list's item, or null.</summary>
    internal static JsonNode? Of(JsonNode? item) => item is JsonObject map && map.TryGetPropertyValue(Patch, out var directive) ? directive : null;

    /// <summary>What a patch's value leaves where there was nothing to merge it with: the value without directives and nulls.</summary>
    internal static JsonNode? Strip(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var name in MergePatch.Names(map))
                {
                    if (map[name] is not { } inner || name is Patch or RetainKeys || IsParallelList(name)) map.Remove(name);
                    else if (IsDeletion(inner)) map[name] = new JsonObject();
                    else Strip(inner);
                }
                break;
            case JsonArray list:
                for (var i = list.Count - 1; i >= 0; i--)
                {
                    if (Of(list[i]) is not null) list.RemoveAt(i);
                    else Strip(list[i]);
                }
                break;
        }
        return value;
    }

    private static bool IsDeletion(JsonNode node) => node is JsonObject map && map.Text(Patch) == Delete;
}
