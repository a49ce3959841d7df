using Kite.Api.Errors;
using Kite.Api.Patches;

namespace Kite.UnitTests.Api.Patches;

public sealed class JsonPatchTests
{
    [TestCase("""{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux"}]""", """{"foo":"bar","baz":"qux"}""")]
    [TestCase("""{"foo":["bar","baz"]}""", """[{"op":"add","path":"/foo/1","value":"qux"}]""", """{"foo":["bar","qux","baz"]}""")]
    [TestCase("""{"foo":["bar"]}""", """[{"op":"add","path":"/foo/-","value":["abc"]}]""", """{"foo":["bar",["abc"]]}""")]
    [TestCase("""{"foo":["bar"]}""", """[{"op":"add","path":"/foo/1","value":1}]""", """{"foo":["bar",1]}""")]
    [TestCase("""{"baz":"qux","foo":"bar"}""", """[{"op":"remove","path":"/baz"}]""", """{"foo":"bar"}""")]
    [TestCase("""{"foo":["a","b","c"]}""", """[{"op":"remove","path":"/foo/1"}]""", """{"foo":["a","c"]}""")]
    [TestCase("""{"foo":"bar"}""", """[{"op":"replace","path":"/foo","value":null}]""", """{"foo":null}""")]
    [TestCase("""{"foo":{"bar":1},"qux":{}}""", """[{"op":"move","from":"/foo/bar","path":"/qux/thud"}]""", """{"foo":{},"qux":{"thud":1}}""")]
    [TestCase("""{"foo":["a","b","c"]}""", """[{"op":"move","from":"/foo/0","path":"/foo/2"}]""", """{"foo":["b","c","a"]}""")]
    [TestCase("""{"foo":{"bar":[1]}}""", """[{"op":"copy","from":"/foo/bar","path":"/baz"},{"op":"add","path":"/baz/-","value":2}]""", """{"foo":{"bar":[1]},"baz":[1,2]}""")]
    [TestCase("""{"a/b":1,"m~n":2}""", """[{"op":"test","path":"/a~1b","value":1},{"op":"replace","path":"/m~0n","value":3}]""", """{"a/b":1,"m~n":3}""")]
    [TestCase("""{"a":{"x":1,"y":[1,"2"]}}""", """[{"op":"test","path":"/a","value":{"y":[1,"2"],"x":1}}]""", """{"a":{"x":1,"y":[1,"2"]}}""")]
    [TestCase("""{}""", """[{"op":"test","path":"/a","value":null}]""", """{}""")]
    public void Applies(string current, string patch, string patched) =>
        Assert.That(PatchSamples.Patch(PatchTypes.Json, current, patch), Is.EqualTo(patched));

    [TestCase("""[{"op":"remove","path":"/missing"}]""", "Unable to remove nonexistent key: missing: missing value")]
    [TestCase("""[{"op":"replace","path":"/missing","value":1}]""", "replace operation does not apply: doc is missing key: /missing")]
    [TestCase("""[{"op":"add","path":"/a/b/c","value":1}]""", "add operation does not apply: doc is missing path: \"/a/b/c\"")]
    [TestCase("""[{"op":"add","path":"/list/2","value":1}]""", "Unable to access invalid index: 2")]
    [TestCase("""[{"op":"remove","path":"/list/-"}]""", "invalid syntax")]
    [TestCase("""[{"op":"remove","path":"/list/01"}]""", "invalid syntax")]
    [TestCase("""[{"op":"test","path":"/name","value":"y"}]""", "testing value /name failed: test failed")]
    [TestCase("""[{"op":"test","path":"/name"}]""", "testing value /name failed: test failed")]
    [TestCase("""[{"op":"frobnicate","path":"/name"}]""", "Unexpected kind: frobnicate")]
    [TestCase("""[{"op":"move","from":"/map","path":"/map/inner"}]""", "can't be moved into itself")]
    [TestCase("""[{"op":"add","value":1}]""", "add operation failed to decode path")]
    public void A_step_that_does_not_apply_is_unprocessable(string patch, string reason)
    {
        var error = Assert.Throws<ApiStatusException>(() => PatchSamples.Patch(PatchTypes.Json, """{"name":"x","list":[1],"map":{}}""", patch));
        Assert.That(error!.Code, Is.EqualTo(422));
        Assert.That(error.Message, Is.EqualTo("the server rejected our request due to an error in our request"));
        Assert.That(error.InnerException!.Message, Does.Contain(reason));
    }

    [TestCase("""{"op":"add"}""")]
    [TestCase("""["add"]""")]
    [TestCase("""[{"op":]""")]
    public void What_is_no_patch_is_a_bad_request(string patch) =>
        Assert.That(() => PatchSamples.Patch(PatchTypes.Json, "{}", patch), Throws.TypeOf<ApiStatusException>().With.Property("Code").EqualTo(400));

    [Test]
    public void Too_many_steps_are_too_large()
    {
        var patch = "[" + string.Join(',', Enumerable.Repeat("""{"op":"add","path":"/a","value":1}""", 10_001)) + "]";
        Assert.That(() => PatchSamples.Patch(PatchTypes.Json, "{}", patch), Throws.TypeOf<ApiStatusException>().With.Property("Code").EqualTo(413));
    }

    [Test]
    public void Copies_of_copies_cannot_exhaust_memory()
    {
        var steps = Enumerable.Range(0, 60).Select(_ => """{"op":"copy","from":"/a","path":"/a/-"}""");
        Assert.That(
            () => PatchSamples.Patch(PatchTypes.Json, """{"a":["xxxxxxxxxxxxxxxx"]}""", $"[{string.Join(',', steps)}]"),
            Throws.TypeOf<ApiStatusException>().With.Property("Code").EqualTo(422));
    }
}
