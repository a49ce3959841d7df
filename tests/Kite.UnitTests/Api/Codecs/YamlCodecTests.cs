using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Json;
using Kite.UnitTests.Api.Json;

namespace Kite.UnitTests.Api.Codecs;

public sealed class YamlCodecTests
{
    [TestCase("a: 1\nb: x", """{"a":1,"b":"x"}""")]
    [TestCase("a: \"1\"\nb: 'true'\nc: !!str 2", """{"a":"1","b":"true","c":"2"}""")]
    [TestCase("[true, False, y, off, ~, null, Null, '']", """[true,false,true,false,null,null,null,""]""")]
    [TestCase("[0x1F, 010, 0o17, 0b11, 1_000, -5, +5]", "[31,8,15,3,1000,-5,5]")]
    [TestCase("[1.5, .5, 1e3, -1.5e-3]", "[1.5,0.5,1000,-0.0015]")]
    [TestCase("[1.2.3, 1Gi, 08, 2024-01-02, 12:30, 1e, yep]", """["1.2.3","1Gi",8,"2024-01-02","12:30","1e","yep"]""")]
    [TestCase("1: a\ntrue: b", """{"1":"a","true":"b"}""")]
    [TestCase("a: &x {k: [1]}\nb: *x", """{"a":{"k":[1]},"b":{"k":[1]}}""")]
    [TestCase("a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  k: 3", """{"a":{"k":1,"l":2},"b":{"k":3,"l":2}}""")]
    [TestCase("a: |\n  x\n  y\n", """{"a":"x\ny\n"}""")]
    [TestCase("""{"a":[1,{"b":null}]}""", """{"a":[1,{"b":null}]}""")]
    [TestCase("", "null")]
    public void Scalars_and_structure_are_read_as_kubernetes_clients_expect(string yaml, string json) =>
        Assert.That(JsonCodec.ToText(YamlCodec.Parse(Encoding.UTF8.GetBytes(yaml))), Is.EqualTo(json));

    [Test]
    public void A_manifest_has_many_documents_and_empty_ones_do_not_count()
    {
        var documents = YamlCodec.ParseAll("---\na: 1\n---\n---\n# nothing\n---\nb: 2\n...\n"u8);
        Assert.That(documents.Select(JsonCodec.ToText), Is.EqualTo(new[] { """{"a":1}""", """{"b":2}""" }));
    }

    [TestCase("a: 1\na: 2", "key \"a\" already set in map")]
    [TestCase("a: [1", "yaml: line")]
    [TestCase("a: *x", "unknown anchor 'x' referenced")]
    [TestCase("? [1]\n: 2", "invalid map key")]
    public void What_is_no_usable_yaml_is_a_bad_request(string yaml, string words) => Assert.That(
        () => JsonCodec.ToText(YamlCodec.Parse(Encoding.UTF8.GetBytes(yaml))),
        Throws.TypeOf<ApiStatusException>().With.Message.Contains(words).And.Property("Code").EqualTo(400));

    [Test]
    public void Aliases_cannot_exhaust_memory()
    {
        var yaml = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 12; i++) yaml.Append($"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        Assert.That(() => YamlCodec.Parse(Encoding.UTF8.GetBytes(yaml.ToString())), Throws.TypeOf<ApiStatusException>().With.Message.Contains("excessive aliasing"));
    }

    [Test]
    public void Depth_is_bounded() => Assert.That(
        () => YamlCodec.Parse(Encoding.UTF8.GetBytes(new string('[', 5000))),
        Throws.TypeOf<ApiStatusException>().With.Property("Code").EqualTo(400));

    [Test]
    public void Invalid_utf8_is_refused() => Assert.That(() => YamlCodec.Parse([0x61, 0x3a, 0x20, 0xff]), Throws.TypeOf<ApiStatusException>());

    [Test]
    public void What_is_written_reads_back_the_same() => Check.QuickThrowOnFailure(Prop.ForAll(
        JsonSamples.Objects(nulls: true),
        value => JsonNodes.Same(YamlCodec.Parse(Encoding.UTF8.GetBytes(YamlCodec.ToText(value))), value)));
}
