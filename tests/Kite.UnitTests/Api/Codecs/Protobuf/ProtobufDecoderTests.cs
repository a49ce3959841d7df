using System.Text.Json.Nodes;
using Kite.Api.Codecs.Protobuf;

namespace Kite.UnitTests.Api.Codecs.Protobuf;

[TestFixture]
internal sealed class ProtobufDecoderTests
{
    private static readonly ProtobufDecoder Decoder = new(ApiFixture.Catalogue.Schema);

    [Test]
    public void Nested_messages_lists_and_maps_become_objects_arrays_and_maps()
    {
        var pod = Pod(
            new Wire().Text(1, "web").Message(11, Entry("app", "web")).Message(11, Entry("tier", "front")),
            new Wire().Message(2, new Wire().Text(1, "a").Text(3, "sleep").Text(3, "1")).Message(2, new Wire().Text(1, "b")));
        Assert.That(Json(pod), Is.EqualTo(Expected("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","labels":{"app":"web","tier":"front"}},
             "spec":{"containers":[{"name":"a","command":["sleep","1"]},{"name":"b"}]}}
            """)));
    }

    [Test]
    public void A_message_that_json_has_inline_is_flattened()
    {
        var volume = new Wire().Text(1, "data").Message(2, new Wire().Message(1, new Wire().Text(1, "/srv")));
        Assert.That(Spec(new Wire().Message(1, volume)), Is.EqualTo(Expected("""{"volumes":[{"name":"data","hostPath":{"path":"/srv"}}]}""")));
    }

    [Test]
    public void Quantities_are_their_text()
    {
        var limits = new Wire().Message(1, new Wire().Text(1, "cpu").Message(2, new Wire().Text(1, "500m")));
        Assert.That(Container(new Wire().Message(8, limits)), Is.EqualTo(Expected("""{"resources":{"limits":{"cpu":"500m"}}}""")));
    }

    [Test]
    public void A_port_is_a_number_or_a_name()
    {
        Assert.That(Probe(new Wire().Number(1, 0).Number(2, 8080)), Is.EqualTo(Expected("8080")));
        Assert.That(Probe(new Wire().Number(1, 1).Text(3, "http")), Is.EqualTo(Expected("\"http\"")));
    }

    [Test]
    public void Times_are_written_to_the_second_and_micro_times_to_the_microsecond()
    {
        var time = new Wire().Number(1, 1_700_000_000).Number(2, 123_456_789);
        Assert.That(Metadata(new Wire().Message(8, time)), Is.EqualTo(Expected("""{"creationTimestamp":"2023-11-14T22:13:20Z"}""")));
        var lease = Json(Wire.Envelope("coordination.k8s.io/v1", "Lease", new Wire().Message(2, new Wire().Message(4, time))));
        Assert.That(lease, Is.EqualTo(Expected("""{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","spec":{"renewTime":"2023-11-14T22:13:20.123456Z"}}""")));
    }

    [Test]
    public void A_time_without_content_is_absent() => Assert.That(Metadata(new Wire().Text(1, "a").Blob(8, [])), Is.EqualTo(Expected("""{"name":"a"}""")));

    [Test]
    public void Bytes_are_base64_and_bools_are_bools()
    {
        var secret = new Wire().Message(2, new Wire().Text(1, "key").Blob(2, [0xff, 0x00])).Number(5, 1);
        Assert.That(
            Json(Wire.Envelope("v1", "Secret", secret)),
            Is.EqualTo(Expected("""{"apiVersion":"v1","kind":"Secret","data":{"key":"/wA="},"immutable":true}""")));
    }

    [Test]
    public void A_negative_int32_is_sent_as_ten_bytes_and_read_back() =>
        Assert.That(Probe(new Wire().Number(2, unchecked((ulong)-1L))), Is.EqualTo(Expected("-1")));

    [Test]
    public void Of_a_field_sent_twice_the_last_one_counts() => Assert.That(Metadata(new Wire().Text(1, "first").Text(1, "last")), Is.EqualTo(Expected("""{"name":"last"}""")));

    [Test]
    public void Unknown_fields_are_skipped() => Assert.That(Metadata(new Wire().Number(900, 1).Fixed64(901, 1).Text(1, "a")), Is.EqualTo(Expected("""{"name":"a"}""")));

    [TestCase("{}", TestName = "Json_in_place_of_the_envelope_is_refused")]
    [TestCase("", TestName = "Nothing_in_place_of_the_envelope_is_refused")]
    public void The_envelope_must_be_there(string body) =>
        Assert.That(() => Decoder.ToJson(System.Text.Encoding.UTF8.GetBytes(body)), Throws.TypeOf<ProtobufException>());

    [Test]
    public void An_unknown_kind_is_named() =>
        Assert.That(() => Decoder.ToJson(Wire.Envelope("v1", "Pot", new Wire())), Throws.TypeOf<ProtobufException>().With.Message.Contains("no kind \"Pot\" is registered for version \"v1\""));

    [Test]
    public void A_field_of_the_wrong_wire_type_is_refused() =>
        Assert.That(() => Metadata(new Wire().Number(1, 5)), Throws.TypeOf<ProtobufException>().With.Message.Contains("wrong wireType"));

    [Test]
    public void A_message_cut_short_is_refused_at_every_length()
    {
        var whole = Pod(new Wire().Text(1, "web"), new Wire().Message(2, new Wire().Text(1, "a")));
        // Cut right after the envelope's kind the message is whole: an object without content.
        var failures = Enumerable.Range(0, whole.Length).Count(length => !Decodes(whole[..length]));
        Assert.That(failures, Is.GreaterThanOrEqualTo(whole.Length - 1));
    }

    [Test]
    public void Text_that_is_not_utf8_is_refused() => Assert.That(() => Metadata(new Wire().Blob(1, [0xc3, 0x28])), Throws.TypeOf<ProtobufException>());

    private static bool Decodes(byte[] body)
    {
        try
        {
            Decoder.ToJson(body);
            return true;
        }
        catch (ProtobufException)
        {
            return false;
        }
    }

    private static Wire Entry(string key, string value) => new Wire().Text(1, key).Text(2, value);

    private static byte[] Pod(Wire metadata, Wire spec) => Wire.Envelope("v1", "Pod", new Wire().Message(1, metadata).Message(2, spec));

    private static string? Metadata(Wire metadata) => JsonNode.Parse(Decoder.ToJson(Wire.Envelope("v1", "Pod", new Wire().Message(1, metadata))))!["metadata"]!.ToJsonString();

    private static string Spec(Wire spec) => JsonNode.Parse(Decoder.ToJson(Wire.Envelope("v1", "Pod", new Wire().Message(2, spec))))!["spec"]!.ToJsonString();

    private static string Container(Wire container) => JsonNode.Parse(Spec(new Wire().Message(2, container)))!["containers"]![0]!.ToJsonString();

    private static string Probe(Wire port) =>
        JsonNode.Parse(Container(new Wire().Message(10, new Wire().Message(1, new Wire().Message(2, new Wire().Message(2, port))))))!["livenessProbe"]!["httpGet"]!["port"]!.ToJsonString();

    private static string Json(byte[] body) => JsonNode.Parse(Decoder.ToJson(body))!.ToJsonString();

    private static string Expected(string json) => JsonNode.Parse(json)!.ToJsonString();
}
