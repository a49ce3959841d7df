using System.Text;
using Kite.ApiServer.Responses;

namespace Kite.UnitTests.ApiServer.Responses;

[TestFixture]
internal sealed class GzipJoinTests
{
    [Test]
    public void Parts_are_read_as_one_stream_with_its_checksum()
    {
        string[] texts = ["{", string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i * 7919 % 1000},")), "", "}", new string('x', 300)];

        var body = GzipBody.Of([.. texts.Select(text => DeflatedBytes.Of(Encoding.UTF8.GetBytes(text), []))]);

        Assert.That(Read(body), Is.EqualTo(string.Concat(texts)));
        Assert.That(body.Length, Is.EqualTo(texts.Sum(text => text.Length)));
    }

    [Test]
    public void No_parts_are_an_empty_stream() => Assert.That(Read(GzipBody.Of([])), Is.Empty);

    [Test]
    public void A_part_in_two_pieces_is_read_back_by_itself()
    {
        var part = DeflatedBytes.Of(","u8, "\"a\":1"u8);
        Assert.That(Encoding.UTF8.GetString(part.Inflate()), Is.EqualTo(",\"a\":1"));
    }

    private static string Read(GzipBody body)
    {
        // The stream checks length and checksum at its end.
        using var reader = new StreamReader(body.Inflate());
        return reader.ReadToEnd();
    }
}
