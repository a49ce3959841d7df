using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Json;
using Kite.UnitTests.Api.Json;

namespace Kite.UnitTests.Api.Codecs;

public sealed class JsonCodecTests
{
    [TestCase("", "unexpected end of JSON input")]
    [TestCase("{\"a\":", "unexpected end of JSON input")]
    [TestCase("{\"a\":1", "unexpected end of JSON input")]
    [TestCase("x", "invalid character 'x' looking for beginning of value")]
    [TestCase("{a:1}", "invalid character 'a' looking for beginning of object key string")]
    [TestCase("{\"a\":1,}", "invalid character '}' looking for beginning of object key string")]
    [TestCase("{\"a\" 1}", "invalid character '1' after object key")]
    [TestCase("{\"a\":1 \"b\"}", "invalid character '\"' after object key:value pair")]
    [TestCase("[1 2]", "invalid character '2' after array element")]
    [TestCase("{} x", "invalid character 'x' after top-level value")]
    [TestCase("{\"a\":1e999}", "json: cannot unmarshal number 1e999 into Go value of type float64")]
    public void Malformed_json_is_a_bad_request_in_gos_words(string json, string message)
    {
        var error = Assert.Throws<ApiStatusException>(() => JsonCodec.Parse(Encoding.UTF8.GetBytes(json)));
        Assert.That((error!.Code, error.Message), Is.EqualTo((400, message)));
    }

    [Test]
    public void Depth_is_bounded() => Assert.That(
        () => JsonCodec.Parse(Encoding.UTF8.GetBytes(new string('[', 100_000))),
        Throws.TypeOf<ApiStatusException>().With.Message.EqualTo("exceeded max depth"));

    [Test]
    public void Invalid_utf8_is_refused() => Assert.That(() => JsonCodec.Parse([0x22, 0xff, 0x22]), Throws.TypeOf<ApiStatusException>());

    [Test]
    public void Duplicates_are_named_and_the_last_one_counts()
    {
        var duplicates = new List<string>();
        var node = JsonCodec.Parse("""{"a":1,"b":[{"c":1,"c":2}],"a":3}"""u8, duplicates);
        Assert.That(duplicates, Is.EqualTo(new[] { "b[0].c", "a" }));
        Assert.That(JsonCodec.ToText(node), Is.EqualTo("""{"a":3,"b":[{"c":2}]}"""));
    }

    [Test]
    public void Text_is_escaped_no_more_than_json_demands() =>
        Assert.That(JsonCodec.ToText(JsonCodec.Parse("""["<é\u00e9&'\"\n"]"""u8)), Is.EqualTo("""["<éé&'\"\n"]"""));

    [Test]
    public void What_is_written_reads_back_the_same() => Check.QuickThrowOnFailure(Prop.ForAll(
        JsonSamples.Objects(nulls: true),
        value => JsonNodes.Same(JsonCodec.Parse(JsonCodec.ToUtf8(value)), value)));
}
