using ICSharpCode.SharpZipLib.Checksum;
using Kite.Agent.Server.Spdy;

namespace Kite.UnitTests.Agent.Server;

internal sealed class SpdyHeaderTests
{
    [Test]
    public void The_dictionary_is_the_one_of_the_specification()
    {
        var checksum = new Adler32();
        checksum.Update(SpdyDictionary.Bytes);
        Assert.That(checksum.Value, Is.EqualTo(0xE3C6A7C2));
    }

    [Test]
    public void Blocks_written_one_after_the_other_are_read_back()
    {
        var (writer, reader) = (new SpdyHeaderWriter(), new SpdyHeaderReader());
        foreach (var value in new[] { "stdin", "stdout", "" })
        {
            var headers = reader.Read(writer.Write(new Dictionary<string, string> { ["StreamType"] = value, ["port"] = "80" }));
            Assert.That(headers, Is.EqualTo(new Dictionary<string, string> { ["streamtype"] = value, ["port"] = "80" }));
        }
    }

    [Test]
    public void Every_block_ends_with_a_sync_flush_because_Go_waits_for_one()
    {
        var writer = new SpdyHeaderWriter();
        for (var i = 0; i < 2; i++) Assert.That(writer.Write(new Dictionary<string, string>())[^5..], Is.EqualTo(new byte[] { 0, 0, 0, 0xFF, 0xFF }));
    }

    [Test]
    public void A_compressed_block_is_read()
    {
        var client = new SpdyClient(Stream.Null);
        var reader = new SpdyHeaderReader();
        Assert.That(reader.Read(client.Compress(("streamtype", "error")))["streamType"], Is.EqualTo("error"));
        Assert.That(reader.Read(client.Compress(("streamtype", "resize")))["streamType"], Is.EqualTo("resize"));
    }

    [Test]
    public void Damaged_blocks_are_refused()
    {
        Assert.That(() => new SpdyHeaderReader().Read([1, 2, 3, 4, 5, 6]), Throws.TypeOf<SpdyException>());
        var cut = new SpdyHeaderWriter().Write(new Dictionary<string, string> { ["a"] = "b" });
        cut[14] = 9; // more headers than there are
        Assert.That(() => new SpdyHeaderReader().Read(cut), Throws.TypeOf<SpdyException>());
    }
}
