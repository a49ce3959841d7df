using System.Text;
using Kite.Api.Codecs.Gnostic;

namespace Kite.UnitTests.Api.Codecs.Gnostic;

[TestFixture]
internal sealed class GnosticEncoderTests
{
    [Test]
    public void A_document_of_version_2_has_the_numbers_of_its_fields() => Assert.That(
        Convert.ToHexString(GnosticEncoder.EncodeV2("""{"swagger":"2.0","info":{"title":"T","version":"v"}}"""u8.ToArray())),
        Is.EqualTo("0A03322E30" + "1206" + "0A0154" + "120176"));

    [Test]
    public void A_definition_goes_with_its_name() => Assert.That(
        // definitions 9 { additional_properties 1 { name 1: "A", value 2 { type 22 { value 1: "object" } } } }
        Convert.ToHexString(GnosticEncoder.EncodeV2("""{"definitions":{"A":{"type":"object"}}}"""u8.ToArray())),
        Is.EqualTo("4A12" + "0A10" + "0A0141" + "120B" + "B201" + "08" + "0A06" + Hex("object")));

    [Test]
    public void A_parameter_is_what_its_place_says()
    {
        var inQuery = Operation("""{"in":"query","name":"q"}""");
        var inBody = Operation("""{"in":"body","name":"b"}""");
        var reference = Operation("""{"$ref":"r"}""");

        // parameters 9 { parameter 1 { non_body_parameter 2 { query 3 { in 2, name 4 } } } }
        Assert.That(inQuery, Does.EndWith("4A10" + "0A0E" + "120C" + "1A0A" + "1205" + Hex("query") + "220171"));
        Assert.That(inBody, Does.EndWith("4A0D" + "0A0B" + "0A09" + "1A04" + Hex("body") + "120162"));
        Assert.That(reference, Does.EndWith("4A05" + "1203" + "0A0172"));
    }

    [Test]
    public void An_extension_is_text() => Assert.That(
        // vendor_extension 16 { name 1, value 2 { yaml 2 } }
        Convert.ToHexString(GnosticEncoder.EncodeV2("""{"x-a":[1]}"""u8.ToArray())),
        Is.EqualTo("82010C" + "0A03" + Hex("x-a") + "1205" + "1203" + Hex("[1]")));

    [Test]
    public void A_reference_of_version_3_is_a_message_of_its_own() => Assert.That(
        // components 5 { schemas 1 { additional_properties 1 { name 1, value 2 { reference 2 { _ref 1 } } } } }
        Convert.ToHexString(GnosticEncoder.EncodeV3("""{"components":{"schemas":{"A":{"$ref":"r"}}}}"""u8.ToArray())),
        Is.EqualTo("2A0E" + "0A0C" + "0A0A" + "0A0141" + "1205" + "1203" + "0A0172"));

    [Test]
    public void What_the_messages_have_no_place_for_is_left_out() =>
        Assert.That(GnosticEncoder.EncodeV2("""{"nonsense":1,"swagger":2,"paths":[],"definitions":"x"}"""u8.ToArray()), Is.EqualTo(new byte[] { 0x42, 0, 0x4A, 0 }));

    private static string Operation(string parameter) => Convert.ToHexString(GnosticEncoder.EncodeV2(Encoding.UTF8.GetBytes($"{{\"paths\":{{\"/\":{{\"parameters\":[{parameter}]}}}}}}")));

    private static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));
}
