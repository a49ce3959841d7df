using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Kite.Api.Apply;
using Kite.Api.Codecs;
using Kite.UnitTests.Api.Patches;

namespace Kite.UnitTests.Api.Apply;

public sealed class FieldSetTests
{
    [Test]
    public void Fields_v1_is_read_and_written()
    {
        const string json = """{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:image":{}}},"f:finalizers":{"v:\"x\"":{}}}}""";
        Assert.That(JsonCodec.ToText(FieldSet.Parse(PatchSamples.Object(json))!.ToJson()), Is.EqualTo(json));
    }

    [Test]
    public void Paths_print_as_in_messages() => Assert.That(
        FieldSet.Parse(PatchSamples.Object("""{"f:a":{"k:{\"name\":\"x\",\"port\":80}":{".":{},"f:b":{}},"v:\"y\"":{}}}"""))!.Paths(),
        Is.EqualTo(new[] { """.a[name="x",port=80]""", """.a[name="x",port=80].b""", """.a[="y"]""" }));

    [TestCase("""{"x:a":{}}""")]
    [TestCase("""{"f:a":1}""")]
    public void Malformed_sets_are_refused(string json) => Assert.That(FieldSet.Parse(PatchSamples.Object(json)), Is.Null);

    [Test]
    public void Sets_obey_the_laws_of_sets() => Check.QuickThrowOnFailure(Prop.ForAll(Sets(), Sets(), (a, b) =>
        a.Union(b).Equals(b.Union(a))
        && a.Difference(b).Union(a.Intersection(b)).Equals(a)
        && a.Difference(b).Intersection(b).IsEmpty
        && a.Union(b).Difference(b).Equals(a.Difference(b))
        && a.RecursiveDifference(b).Difference(a).IsEmpty
        && b.Overlaps(a.ToJson()) == !a.Intersection(b).IsEmpty
        && b.IsCoveredBy(a.ToJson()) == b.Difference(a).IsEmpty));

    [Test]
    public void Reading_what_was_written_gives_the_same_set() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Sets(), set => FieldSet.Parse(set.ToJson())!.Equals(set)));

    private static Arbitrary<FieldSet> Sets() => Arb.From(Set(3).Select(json => FieldSet.Parse(json)!));

    private static Gen<JsonObject> Set(int depth) =>
        from count in Gen.Choose(depth == 3 ? 0 : 1, 3)
        from names in Gen.Elements("f:a", "f:b", "f:c", "k:{\"name\":\"x\"}", "v:1").ArrayOf(count)
        from children in depth == 0 ? Gen.Constant(new JsonObject()).ArrayOf(count) : Gen.OneOf(Gen.Constant(new JsonObject()), Set(depth - 1), Set(depth - 1).Select(Dotted)).ArrayOf(count)
        select Combine(names, children);

    private static JsonObject Dotted(JsonObject set)
    {
        var dotted = (JsonObject)set.DeepClone();
        dotted["."] = new JsonObject();
        return dotted;
    }

    private static JsonObject Combine(string[] names, JsonObject[] children)
    {
        var set = new JsonObject();
        for (var i = 0; i < names.Length; i++) set[names[i]] = children[i].DeepClone();
        return set;
    }
}
