using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Kite.Api.Codecs.Protobuf;

namespace Kite.UnitTests.Api.Codecs.Protobuf;

/// <summary>Whatever a client sends, the decoder writes JSON or says that it can't: anything else would end as an internal error.</summary>
[TestFixture]
internal sealed class MalformedProtobufTests
{
    private static readonly ProtobufDecoder Decoder = new(ApiFixture.Catalogue.Schema);
    private static readonly string[] Kinds = ["Pod", "Secret", "Node", "Event", "Service", "ConfigMap"];

    private static readonly byte[] Whole = Wire.Envelope("v1", "Pod", new Wire()
        .Message(1, new Wire().Text(1, "web").Message(8, new Wire().Number(1, 1_700_000_000)).Message(11, new Wire().Text(1, "app").Text(2, "web")))
        .Message(2, new Wire()
            .Message(1, new Wire().Text(1, "data").Message(2, new Wire().Message(2, new Wire())))
            .Message(2, new Wire().Text(1, "a").Message(8, new Wire().Message(1, new Wire().Text(1, "cpu").Message(2, new Wire().Text(1, "1")))))));

    [Test]
    public void Random_bytes_after_the_magic_become_json_or_a_protobuf_error() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll<byte[]>(bytes => IsJsonOrRefused([.. "k8s\0"u8, .. bytes])));

    [Test]
    public void Random_bytes_in_an_envelope_become_json_or_a_protobuf_error() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(
            (from kind in Gen.Elements(Kinds) from bytes in Fields(3) select Wire.Envelope("v1", kind, bytes)).ToArbitrary(),
            IsJsonOrRefused));

    [Test]
    public void A_pod_with_some_bytes_changed_becomes_json_or_a_protobuf_error() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(
            (from places in Gen.Choose(4, Whole.Length - 1).ArrayOf(3) from values in Gen.Choose(0, 255).ArrayOf(3) select Changed(places, values)).ToArbitrary(),
            IsJsonOrRefused));

    private static Gen<Wire> Fields(int depth) =>
        from count in Gen.Choose(0, 4)
        from fields in Field(depth).ArrayOf(count)
        select fields.Aggregate(new Wire(), (wire, add) => add(wire));

    private static Gen<Func<Wire, Wire>> Field(int depth)
    {
        var number = from field in Gen.Choose(1, 20) from value in Gen.Elements(0UL, 1UL, 80UL, ulong.MaxValue, 1UL << 63) select (Func<Wire, Wire>)(wire => wire.Number(field, value));
        var blob = from field in Gen.Choose(1, 20) from value in Gen.Choose(0, 255).ArrayOf() select (Func<Wire, Wire>)(wire => wire.Blob(field, [.. value.Select(item => (byte)item)]));
        var wide = from field in Gen.Choose(1, 20) from value in Gen.Elements(0UL, 0x7ff0000000000000UL, ulong.MaxValue) select (Func<Wire, Wire>)(wire => wire.Fixed64(field, value));
        if (depth == 0) return Gen.OneOf(number, blob, wide);
        var nested = from field in Gen.Choose(1, 20) from message in Fields(depth - 1) select (Func<Wire, Wire>)(wire => wire.Message(field, message));
        return Gen.OneOf(number, blob, nested, nested);
    }

    private static byte[] Changed(int[] places, int[] values)
    {
        var bytes = (byte[])Whole.Clone();
        for (var i = 0; i < places.Length; i++) bytes[places[i]] = (byte)values[i];
        return bytes;
    }

    private static bool IsJsonOrRefused(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(Decoder.ToJson(body));
            return document.RootElement.ValueKind is JsonValueKind.Object;
        }
        catch (ProtobufException)
        {
            return true;
        }
    }
}
