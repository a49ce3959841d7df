using FsCheck;
using FsCheck.Fluent;
using Kite.Api.Errors;
using Kite.Api.Json;
using Kite.Api.Patches;
using Kite.UnitTests.Api.Json;

namespace Kite.UnitTests.Api.Patches;

public sealed class MergePatchTests
{
    [TestCase("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [TestCase("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [TestCase("""{"a":"b"}""", """{"a":null}""", "{}")]
    [TestCase("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [TestCase("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [TestCase("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [TestCase("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [TestCase("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [TestCase("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [TestCase("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Merges_as_the_examples_of_rfc_7386(string current, string patch, string merged) =>
        Assert.That(PatchSamples.Patch(PatchTypes.Merge, current, patch), Is.EqualTo(merged));

    [TestCase("[1]")]
    [TestCase("""{"a":""")]
    [TestCase("")]
    public void What_is_no_object_is_a_bad_request(string patch) =>
        Assert.That(() => PatchSamples.Patch(PatchTypes.Merge, "{}", patch), Throws.TypeOf<ApiStatusException>().With.Property("Code").EqualTo(400));

    [Test]
    public void The_patch_between_two_objects_turns_one_into_the_other() => Check.QuickThrowOnFailure(Prop.ForAll(
        JsonSamples.Objects(nulls: false),
        JsonSamples.Objects(nulls: false),
        (from, to) => JsonNodes.Same(MergePatch.Apply((System.Text.Json.Nodes.JsonObject)from.DeepClone(), MergePatch.Create(from, to)), to)));
}
