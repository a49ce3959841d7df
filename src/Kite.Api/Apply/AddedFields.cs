using System.Text.Json.Nodes;

namespace Kite.Api.Apply;

/// <summary>The fields of a value that is all new: every object and list in it is a member, as well as what is in it.</summary>
internal static class AddedFields
{
    /// <summary>What is in the set below the value; null for nothing.</summary>
    internal static FieldSet? Below(JsonNode? value, in ApplyShape shape)
    {
        if (shape.Divides(value)) return OfMap((JsonObject)value!, shape);
        return shape.Itemizes(value) ? OfList((JsonArray)value!, shape) : null;
    }

    private static FieldSet? OfMap(JsonObject map, in ApplyShape shape)
    {
        if (map.Count == 0) return null;
        var list = new List<FieldSetEntry>(map.Count);
        foreach (var (name, value) in map)
        {
            if (value is not null && !shape.IsBookkeeping(name)) list.Add(new FieldSetEntry(PathElement.Field(name), true, Below(value, shape.Field(name))));
        }
        return FieldSet.Of(list).OrNull();
    }

    private static FieldSet? OfList(JsonArray items, in ApplyShape shape)
    {
        if (items.Count == 0) return null;
        var list = new List<FieldSetEntry>(items.Count);
        var itemShape = shape.Item();
        for (var i = 0; i < items.Count; i++)
        {
            if (shape.ElementOf(items[i]) is { } element) list.Add(new FieldSetEntry(element, true, Below(items[i], itemShape)));
        }
        return FieldSet.Of(list).OrNull();
    }
}
