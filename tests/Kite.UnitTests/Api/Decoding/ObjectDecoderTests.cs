using System.Text.Json.Nodes;
using Kite.Api.Decoding;
using Kite.Api.Errors;

namespace Kite.UnitTests.Api.Decoding;

internal sealed class ObjectDecoderTests
{
    private const string Handled = "Pod in version \"v1\" cannot be handled as a Pod: ";

    [TestCase("""{"spec":{"foo":1}}""", Handled + "strict decoding error: unknown field \"spec.foo\"")]
    [TestCase("""{"spec":{"containers":[{"name":"a"},{"name":"b","imagee":"x"}]},"x":1}""", Handled + "strict decoding error: unknown field \"spec.containers[1].imagee\", unknown field \"x\"")]
    [TestCase("""{"metadata":{"name":"a","name":"b"}}""", Handled + "strict decoding error: duplicate field \"metadata.name\"")]
    [TestCase("""{"odd":1,"odd":2,"metadata":{"name":"a","name":"b","name":"c"}}""", Handled + "strict decoding error: unknown field \"odd\", duplicate field \"metadata.name\"")]
    [TestCase("""{"metadata":{"labels":{"a":"b","a":"c"}}}""", Handled + "strict decoding error: duplicate field \"metadata.labels.a\"")]
    [TestCase("""{"spec":{"containers":[{"image":1}]}}""", Handled + "json: cannot unmarshal number into Go struct field Container.spec.containers.image of type string")]
    [TestCase("""{"spec":{"containers":{}}}""", Handled + "json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container")]
    [TestCase("""{"spec":{"priority":1.5}}""", Handled + "json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.priority of type int32")]
    [TestCase("""{"metadata":{"labels":{"a":true}}}""", Handled + "json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string")]
    [TestCase("""{"spec":{"containers":[{"resources":{"limits":{"cpu":"1x"}}}]}}""", Handled + "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [TestCase("""{"metadata":{"creationTimestamp":"yesterday"}}""", Handled + "parsing time \"yesterday\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"yesterday\" as \"2006\"")]
    [TestCase("""{"kind":"Deployment","apiVersion":"apps/v1"}""", "Deployment in version \"v1\" cannot be handled as a Pod: converting (v1.Deployment) to (core.Pod): unknown conversion")]
    [TestCase("", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)")]
    [TestCase("{\"kind\": nonsense}", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character 'o' looking for beginning of value ({\"kind\": nonsense})")]
    public void A_body_that_does_not_fit_is_refused_in_upstreams_words(string json, string message)
    {
        Assert.That(() => ApiFixture.Decode("Pod", json), Throws.TypeOf<ApiStatusException>()
            .With.Message.EqualTo(message).And.Property(nameof(ApiStatusException.Code)).EqualTo(400));
    }

    [Test]
    public void A_known_kind_of_another_version_is_refused_by_version()
    {
        Assert.That(() => ApiFixture.Decode("Event", """{"kind":"Event","apiVersion":"events.k8s.io/v1","eventTime":null}"""), Throws.TypeOf<ApiStatusException>()
            .With.Message.EqualTo("the API version in the data (events.k8s.io/v1) does not match the expected API version (v1)"));
    }

    [Test]
    public void Unknown_fields_are_dropped_and_warned_of()
    {
        var decoded = ApiFixture.Decode("Pod", """{"metadata":{"name":"p"},"spec":{"foo":{"bar":[1]}}}""", FieldValidation.Warn);
        Assert.That(decoded.Warnings, Is.EqualTo(["unknown field \"spec.foo\""]));
        Assert.That(decoded.Value.ToJsonString(), Is.EqualTo("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"},"spec":{}}"""));
    }

    [TestCase("""{"spec":{"containers":[{"resources":{"limits":{"cpu":"1000m","memory":"1024Mi"}}}]}}""", """{"spec":{"containers":[{"resources":{"limits":{"cpu":"1","memory":"1Gi"}}}]}}""")]
    [TestCase("""{"spec":{"containers":[{"resources":{"limits":{"cpu":2}}}]}}""", """{"spec":{"containers":[{"resources":{"limits":{"cpu":"2"}}}]}}""")]
    [TestCase("""{"metadata":{"creationTimestamp":"2026-01-02T03:04:05.678+01:00"}}""", """{"metadata":{"creationTimestamp":"2026-01-02T02:04:05Z"}}""")]
    [TestCase("""{"metadata":{"creationTimestamp":null,"labels":{}},"spec":{"hostNetwork":false,"nodeName":"","enableServiceLinks":false}}""", """{"metadata":{},"spec":{"enableServiceLinks":false}}""")]
    public void Values_take_the_form_the_api_stores(string json, string stored)
    {
        var value = ApiFixture.Decode("Pod", json).Value;
        value.Remove("kind");
        value.Remove("apiVersion");
        Assert.That(value.ToJsonString(), Is.EqualTo(stored));
    }

    [Test]
    public void Nodes_decode_like_bytes()
    {
        var value = ApiFixture.Decoder.Decode(JsonNode.Parse("""{"data":{"a":"b"},"x":1}""")!, ApiFixture.Kind("ConfigMap").Type, "v1", FieldValidation.Ignore).Value;
        Assert.That(value.ToJsonString(), Is.EqualTo("""{"kind":"ConfigMap","apiVersion":"v1","data":{"a":"b"}}"""));
    }

    [Test]
    public void Every_type_of_the_table_can_be_decoded()
    {
        foreach (var type in ApiFixture.Catalogue.Schema.Types.Values)
            Assert.That(() => ApiFixture.Decoder.Decode("{}"u8, type, "v1", FieldValidation.Strict), Throws.Nothing, type.Name);
    }
}
