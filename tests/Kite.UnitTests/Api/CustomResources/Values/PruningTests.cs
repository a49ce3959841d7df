using Kite.Api.CustomResources.Values;

namespace Kite.UnitTests.Api.CustomResources.Values;

internal sealed class PruningTests
{
    [TestCase("""{"type":"object","properties":{"a":{"type":"string"}}}""", """{"a":"1","b":{"c":1}}""", """{"a":"1"}""", "b")]
    [TestCase("""{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"a":{"type":"object","properties":{}}}}""", """{"a":{"x":1},"b":{"c":1}}""", """{"a":{},"b":{"c":1}}""", "a.x")]
    [TestCase("""{"type":"object","additionalProperties":{"type":"object","properties":{"a":{}}}}""", """{"x":{"a":1,"b":2}}""", """{"x":{"a":1}}""", "x.b")]
    [TestCase("""{"type":"object","properties":{"l":{"type":"array","items":{"type":"object","properties":{"a":{}}}}}}""", """{"l":[{"a":1,"b":2},{"c":1}]}""", """{"l":[{"a":1},{}]}""", "l[0].b,l[1].c")]
    [TestCase("""{"type":"object","properties":{"l":{"x-kubernetes-preserve-unknown-fields":true}}}""", """{"l":[{"a":1},[{"b":1}]]}""", """{"l":[{"a":1},[{"b":1}]]}""", "")]
    [TestCase("""{"type":"object","properties":{"e":{"type":"object","x-kubernetes-embedded-resource":true,"properties":{"spec":{"type":"object"}}}}}""", """{"e":{"apiVersion":"v1","kind":"K","metadata":{"any":1},"spec":{"a":1},"x":1}}""", """{"e":{"apiVersion":"v1","kind":"K","metadata":{"any":1},"spec":{}}}""", "e.spec.a,e.x")]
    [TestCase("""{"type":"object","properties":{"a":{"type":"object","additionalProperties":true}}}""", """{"a":{"x":1,"y":{"z":1}}}""", """{"a":{"x":1,"y":{}}}""", "a.y.z")]
    public void Fields_that_the_schema_does_not_name_are_dropped(string schema, string value, string expected, string dropped)
    {
        var node = CustomSamples.Json(value);
        var paths = new List<string>();
        Pruning.Prune(node, CustomSamples.Schema(schema), isResource: false, paths);
        Assert.That(node!.ToJsonString(), Is.EqualTo(expected));
        Assert.That(string.Join(',', paths), Is.EqualTo(dropped));
    }

    [Test]
    public void A_whole_object_keeps_what_says_which_it_is()
    {
        var node = CustomSamples.Json("""{"apiVersion":"a","kind":"k","metadata":{"name":"n"},"x":1}""");
        Pruning.Prune(node, CustomSamples.Schema("{}"), isResource: true);
        Assert.That(node!.ToJsonString(), Is.EqualTo("""{"apiVersion":"a","kind":"k","metadata":{"name":"n"}}"""));
    }
}
