using Kite.Api.Decoding;
using Kite.Api.Errors;

namespace Kite.UnitTests.Api.CustomResources;

internal sealed class CustomObjectDecoderTests
{
    private const string Schema = """{"type":"object","properties":{"spec":{"type":"object","properties":{"a":{"type":"string","default":"A"},"n":{"type":"number"},"e":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true}}}}}""";

    [Test]
    public void Unknown_and_duplicate_fields_are_told_of()
    {
        var json = """{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"w","what":1},"spec":{"x":1,"a":"1","a":"2"},"top":1}""";
        var decoded = CustomSamples.Decode(CustomSamples.Version(Schema), json);
        Assert.That(decoded.Warnings, Is.EqualTo(new[] { "duplicate field \"spec.a\"", "unknown field \"metadata.what\"", "unknown field \"spec.x\"", "unknown field \"top\"" }));
        Assert.That(decoded.Value.ToJsonString(), Is.EqualTo("""{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"a":"2"}}"""));
        Assert.That(CustomSamples.Decode(CustomSamples.Version(Schema), json, FieldValidation.Ignore).Warnings, Is.Empty);
    }

    [Test]
    public void Strict_validation_refuses_unknown_fields() => Assert.That(
        () => CustomSamples.Decode(CustomSamples.Version(Schema), CustomSamples.Widget("\"spec\":{\"x\":1}"), FieldValidation.Strict),
        Throws.TypeOf<ApiStatusException>().With.Message.EqualTo("Widget in version \"v1\" cannot be handled as a Widget: strict decoding error: unknown field \"spec.x\""));

    [TestCase("""{"apiVersion":"example.com/v2","kind":"Widget"}""", "the API version in the data (example.com/v2) does not match the expected API version (example.com/v1)")]
    [TestCase("""{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"labels":{"a":1}}}""", "Widget in version \"v1\" cannot be handled as a Widget: json: cannot unmarshal number into Go struct field ObjectMeta.labels of type string")]
    [TestCase("""{"apiVersion":"example.com/v1","kind":"Widget","metadata":"x"}""", "Widget in version \"v1\" cannot be handled as a Widget: json: cannot unmarshal string into Go value of type v1.ObjectMeta")]
    [TestCase("""{"apiVersion":"example.com/v1","kind":"Widget","spec":{"e":{"metadata":{"name":1}}}}""", "Widget in version \"v1\" cannot be handled as a Widget: spec.e.metadata: Invalid value: {\"name\":1}: json: cannot unmarshal number into Go struct field ObjectMeta.name of type string")]
    [TestCase("""{"apiVersion":"example.com/v1"}""", "the object provided is unrecognized (must be of type Widget): Object 'Kind' is missing in '{\"apiVersion\":\"example.com/v1\"}'")]
    [TestCase("""{"apiVersion":"example.com/v1","kind":"Widget","spec":{"n":1e400}}""", "json: cannot unmarshal number 1e400 into Go value of type float64")]
    [TestCase("""{"apiVersion":""", "unexpected end of JSON input")]
    public void What_does_not_fit_is_refused(string json, string message) => Assert.That(
        () => CustomSamples.Decode(CustomSamples.Version(Schema), json),
        Throws.TypeOf<ApiStatusException>().With.Message.EqualTo(message).And.Property("Code").EqualTo(400));

    [Test]
    public void Objects_nested_too_deep_are_refused() => Assert.That(
        () => CustomSamples.Decode(CustomSamples.Version(Schema), CustomSamples.Widget("\"spec\":" + new string('[', 2000) + new string(']', 2000))),
        Throws.TypeOf<ApiStatusException>().With.Property("Code").EqualTo(400));

    [Test]
    public void Embedded_metadata_loses_what_it_does_not_know()
    {
        var decoded = CustomSamples.Decode(CustomSamples.Version(Schema), CustomSamples.Widget("""  "spec":{"e":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","foo":1,"creationTimestamp":null},"any":{"thing":1}}}"""));
        Assert.That(decoded.Warnings, Is.EqualTo(new[] { "unknown field \"spec.e.metadata.foo\"" }));
        Assert.That(decoded.Value["spec"]!["e"]!.ToJsonString(), Is.EqualTo("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"any":{"thing":1}}"""));
    }
}
