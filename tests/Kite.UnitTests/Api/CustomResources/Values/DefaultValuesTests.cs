using Kite.Api.CustomResources.Values;

namespace Kite.UnitTests.Api.CustomResources.Values;

internal sealed class DefaultValuesTests
{
    [TestCase("""{"properties":{"a":{"default":"A"},"b":{"properties":{"c":{"default":1}}}}}""", "{}", """{"a":"A"}""")]
    [TestCase("""{"properties":{"a":{"default":"A"},"b":{"properties":{"c":{"default":1}}}}}""", """{"a":"x","b":{}}""", """{"a":"x","b":{"c":1}}""")]
    [TestCase("""{"properties":{"b":{"default":{},"properties":{"c":{"default":1}}}}}""", "{}", """{"b":{"c":1}}""")]
    [TestCase("""{"additionalProperties":{"properties":{"c":{"default":1}}}}""", """{"x":{},"y":{"c":2}}""", """{"x":{"c":1},"y":{"c":2}}""")]
    [TestCase("""{"properties":{"l":{"items":{"properties":{"c":{"default":1}}}}}}""", """{"l":[{},{"c":2}]}""", """{"l":[{"c":1},{"c":2}]}""")]
    [TestCase("""{"properties":{"a":{"default":"A"},"n":{"nullable":true,"default":"N"}}}""", """{"a":null,"n":null}""", """{"a":"A","n":null}""")]
    [TestCase("""{"properties":{"l":{"items":{"default":"d"}}}}""", """{"l":[null,"x"]}""", """{"l":["d","x"]}""")]
    public void What_is_absent_gets_its_default(string schema, string value, string expected)
    {
        var node = CustomSamples.Json(value);
        DefaultValues.Fill(node, CustomSamples.Schema(schema));
        Assert.That(node!.ToJsonString(), Is.EqualTo(expected));
        DefaultValues.Fill(node, CustomSamples.Schema(schema));
        Assert.That(node.ToJsonString(), Is.EqualTo(expected));
    }

    [Test]
    public void Nulls_are_dropped_where_null_is_no_value()
    {
        var node = CustomSamples.Json("""{"a":null,"n":null,"u":null,"m":{"x":null},"l":[null]}""");
        DefaultValues.DropNulls(node, CustomSamples.Schema("""{"properties":{"a":{},"n":{"nullable":true},"m":{"additionalProperties":{}},"l":{"items":{}}}}"""));
        Assert.That(node!.ToJsonString(), Is.EqualTo("""{"n":null,"u":null,"m":{},"l":[null]}"""));
    }
}
