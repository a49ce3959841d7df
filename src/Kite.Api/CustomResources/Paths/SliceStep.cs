using System.Text.Json.Nodes;

namespace Kite.Api.CustomResources.Paths;

/// <summary>To one item of a list, counted from the end where negative, or to some.</summary>
/// <param name="start">The first; null for the beginning.</param>
/// <param name="end">The one after the last; null for the end.</param>
/// <param name="step">How far to the next.</param>
/// <param name="isIndex">True for a single item, which must be there.</param>
internal sealed class SliceStep(long? start, long? end, long step, bool isIndex) : JsonPathStep
{
    internal override bool Follow(JsonNode? value, List<JsonNode?> found)
    {
        if (value is not JsonArray list) return true;
        if (isIndex)
        {
            var at = start!.Value < 0 ? start.Value + list.Count : start.Value;
            if (at < 0 || at >= list.Count) return false;
            found.Add(list[(int)at]);
            return true;
        }
        var from = Math.Max(0, Place(start ?? 0, list.Count));
        var to = Math.Min(list.Count, Place(end ?? list.Count, list.Count));
        for (var at = from; at < to; at += step) found.Add(list[(int)at]);
        return true;
    }

    private static long Place(long at, int count) => at < 0 ? at + count : at;
}
