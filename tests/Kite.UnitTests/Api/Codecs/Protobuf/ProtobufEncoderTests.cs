using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Codecs.Protobuf;
using Kite.Api.Schema;

namespace Kite.UnitTests.Api.Codecs.Protobuf;

[TestFixture]
internal sealed class ProtobufEncoderTests
{
    private static readonly SchemaTable Schema = ApiFixture.Catalogue.Schema;
    private static readonly ProtobufEncoder Encoder = new(Schema);
    private static readonly ProtobufDecoder Decoder = new(Schema);

    private static IEnumerable<TestCaseData> Kinds() => ApiFixture.Catalogue.Resources
        .Select(definition => definition.Resource)
        .DistinctBy(resource => (resource.ApiVersion, resource.Kind))
        .Select(resource => new TestCaseData(resource.ApiVersion, resource.Kind).SetArgDisplayNames(resource.ApiVersion, resource.Kind));

    [TestCaseSource(nameof(Kinds))]
    public void Objects_with_random_content_come_back_as_they_were(string apiVersion, string kind)
    {
        var type = Encoder.TypeOf(apiVersion, kind)!;
        for (var seed = 0; seed < 30; seed++)
        {
            var value = new RandomObject(Schema, seed).Of(type);
            value["apiVersion"] = apiVersion;
            value["kind"] = kind;
            var wire = Encoder.Object(JsonCodec.ToUtf8(value))!;
            var back = JsonNode.Parse(Decoder.ToJson(wire));
            Assert.That(JsonNode.DeepEquals(back, value), Is.True, () => $"seed {seed}\n{value.ToJsonString()}\n{back!.ToJsonString()}");
        }
    }

    [Test]
    public void An_object_is_written_byte_by_byte_as_the_format_says()
    {
        var wire = Encoder.Object("""{"kind":"Secret","apiVersion":"v1","metadata":{"name":"a"},"immutable":true,"data":{"k":"/wA="}}"""u8);
        var expected = new Wire().Message(1, new Wire().Text(1, "a")).Number(5, 1).Message(2, new Wire().Text(1, "k").Blob(2, [0xff, 0x00]));
        Assert.That(wire, Is.EqualTo(Wire.Envelope("v1", "Secret", expected).Concat<byte>([0x1a, 0, 0x22, 0])));
    }

    [Test]
    public void A_message_longer_than_its_length_byte_moves_to_make_room()
    {
        var text = new string('x', 40_000);
        var wire = Encoder.Message(Encoding.UTF8.GetBytes($$"""{"metadata":{"annotations":{"a":"{{text}}"} } }"""), Schema.Type("core/v1.Pod")!);
        Assert.That(wire, Is.EqualTo(new Wire().Message(1, new Wire().Message(12, new Wire().Text(1, "a").Text(2, text))).Bytes));
    }

    [Test]
    public void Fields_that_json_has_inline_share_their_message()
    {
        var wire = Encoder.Message("""{"operations":["CREATE"],"apiGroups":["apps"],"apiVersions":["v1"],"resourceNames":["a"]}"""u8, Schema.Type("admissionregistration/v1.NamedRuleWithOperations")!);
        var expected = new Wire().Message(2, new Wire().Text(1, "CREATE")).Message(2, new Wire().Message(2, new Wire().Text(1, "apps").Text(2, "v1"))).Text(1, "a");
        Assert.That(wire, Is.EqualTo(expected.Bytes));
    }

    [Test]
    public void The_verbs_of_a_resource_are_a_message_of_their_own()
    {
        var wire = Encoder.Message("""{"name":"pods","verbs":["get","list"]}"""u8, Schema.Type("meta/v1.APIResource")!);
        Assert.That(wire, Is.EqualTo(new Wire().Text(1, "pods").Message(4, new Wire().Text(1, "get").Text(1, "list")).Bytes));
    }

    [TestCase("example.com/v1", "Widget")]
    [TestCase("apps.example.com/v1", "Deployment")]
    [TestCase("meta.k8s.io/v1", "Table")]
    public void What_has_no_protobuf_form_is_not_written(string apiVersion, string kind) =>
        Assert.That(Encoder.Object(Encoding.UTF8.GetBytes($$"""{"apiVersion":"{{apiVersion}}","kind":"{{kind}}","metadata":{} }""")), Is.Null);

    [Test]
    public void Unknown_fields_and_nulls_are_left_out() =>
        Assert.That(Encoder.Message("""{"what":{"deep":[1,{}]},"metadata":null,"spec":{"nodeName":"n","hostname":null}}"""u8, Schema.Type("core/v1.Pod")!), Is.EqualTo(new Wire().Message(2, new Wire().Text(10, "n")).Bytes));
}
