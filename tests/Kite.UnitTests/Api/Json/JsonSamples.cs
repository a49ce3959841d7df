using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Kite.UnitTests.Api.Json;

/// <summary>Random JSON for property tests.</summary>
internal static class JsonSamples
{
    internal static Arbitrary<JsonObject> Objects(bool nulls) => Arb.From(Object(3, nulls));

    private static Gen<JsonObject> Object(int depth, bool nulls) =>
        from count in Gen.Choose(0, 4)
        from names in Gen.Elements("a", "b", "c", "d", "e f", "é\"\\").ArrayOf(count)
        from values in Node(depth, nulls).ArrayOf(count)
        select Combine(names, values);

    private static Gen<JsonNode?> Node(int depth, bool nulls)
    {
        var scalars = Gen.OneOf(
            Gen.Choose(-5, 5).Select(number => (JsonNode?)JsonValue.Create((long)number)),
            Gen.Elements("", "x", "true", "1", "line\nbreak").Select(text => (JsonNode?)JsonValue.Create(text)),
            Gen.Elements(true, false).Select(flag => (JsonNode?)JsonValue.Create(flag)),
            Gen.Constant(nulls ? null : (JsonNode?)JsonValue.Create(1.5)));
        if (depth == 0) return scalars;
        return Gen.OneOf(
            scalars,
            Object(depth - 1, nulls).Select(map => (JsonNode?)map),
            from count in Gen.Choose(0, 3) from items in Node(depth - 1, nulls).ArrayOf(count) select (JsonNode?)Copy(items));
    }

    // Shrinking and sampling may hand out the same node twice, which can have one parent only.
    private static JsonArray Copy(JsonNode?[] items) => new([.. items.Select(item => item?.DeepClone())]);

    private static JsonObject Combine(string[] names, JsonNode?[] values)
    {
        var map = new JsonObject();
        for (var i = 0; i < names.Length; i++) map[names[i]] = values[i]?.DeepClone();
        return map;
    }
}
