using System.Text.Json.Nodes;

namespace Kite.Api.Apply;

/// <summary>The fields that an object or applied configuration speaks of.</summary>
internal static class FieldExtraction
{
    /// <summary>The fields of an object.</summary>
    /// <param name="value">The object.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="isStrict">True to refuse list items without keys or there twice; else they are left out.</param>
    /// <exception cref="ApplyException">A list item lacks a key or is there twice.</exception>
    internal static FieldSet Extract(JsonObject value, in ApplyShape shape, bool isStrict) => OfMap(value, shape, isStrict);

    private static (bool IsMember, FieldSet? Children) Of(JsonNode? value, in ApplyShape shape, bool isStrict)
    {
        if (shape.Divides(value))
        {
            var map = (JsonObject)value!;
            return map.Count == 0 ? (true, null) : (false, OfMap(map, shape, isStrict).OrNull());
        }
        return shape.Itemizes(value) ? (false, OfList((JsonArray)value!, shape, isStrict).OrNull()) : (true, null);
    }

    private static (bool IsMember, FieldSet? Children) Under(PathElement element, JsonNode? value, in ApplyShape shape, bool isStrict)
    {
        try
        {
            return Of(value, shape, isStrict);
        }
        catch (ApplyException e)
        {
            // The path is put together on the way out, since nearly always nobody needs it.
            throw new ApplyException(new FieldSetPath(element) + e.Message);
        }
    }

    private static FieldSet OfMap(JsonObject map, in ApplyShape shape, bool isStrict)
    {
        var list = new List<FieldSetEntry>(map.Count);
        foreach (var (name, value) in map)
        {
            if (shape.IsBookkeeping(name)) continue;
            var (isMember, children) = Under(PathElement.Field(name), value, shape.Field(name), isStrict);
            list.Add(new FieldSetEntry(PathElement.Field(name), isMember || !shape.IsNamed(name), children));
        }
        return FieldSet.Of(list);
    }

    private static FieldSet OfList(JsonArray items, in ApplyShape shape, bool isStrict)
    {
        var list = new List<FieldSetEntry>(items.Count);
        var seen = isStrict ? new HashSet<PathElement>() : null;
        var itemShape = shape.Item();
        for (var i = 0; i < items.Count; i++)
        {
            if (shape.ElementOf(items[i]) is not { } element)
            {
                if (!isStrict) continue;
                throw new ApplyException(shape.Kind is ApplyKind.SetList
                    ? $": element {i}: set element must be a scalar"
                    : $": element {i}: associative list with keys has an element that omits key field \"{shape.MissingKey(items[i])}\" (and doesn't have default value)");
            }
            if (seen?.Add(element) == false) throw new ApplyException($": duplicate entries for key {new FieldSetPath(element)}");
            var (_, children) = Under(element, items[i], itemShape, isStrict);
            list.Add(new FieldSetEntry(element, true, children));
        }
        return FieldSet.Of(list);
    }
}
