using Kite.ApiServer.Streaming;

namespace Kite.UnitTests.ApiServer.Streaming;

internal sealed class MessageWiseStreamTests
{
    [Test]
    public async Task Frames_that_come_at_once_are_written_one_by_one()
    {
        byte[] status = [0x82, 3, 3, (byte)'{', (byte)'}'], close = [0x88, 2, 3, 232], ping = [0x89, 0];
        Assert.That(await WritesAsync([.. status, .. ping, .. close]), Is.EqualTo(new[] { status, ping, close }));
    }

    [TestCase(125)]
    [TestCase(126)]
    [TestCase(70_000)]
    public async Task A_frame_in_pieces_goes_on_as_it_comes_and_ends_where_it_ends(int length)
    {
        byte[] header = length < 126 ? [0x82, (byte)length] : length < 65536 ? [0x82, 126, (byte)(length >> 8), (byte)length] : [0x82, 127, 0, 0, 0, 0, 0, (byte)(length >> 16), (byte)(length >> 8), (byte)length];
        byte[] frame = [.. header, .. new byte[length]], next = [0x88, 0];

        var writes = await WritesAsync(frame[..1], frame[1..5], [.. frame[5..], .. next]);

        Assert.That(writes.SkipLast(1).SelectMany(write => write), Is.EqualTo(frame));
        Assert.That(writes[^1], Is.EqualTo(next));
    }

    private static async Task<List<byte[]>> WritesAsync(params byte[][] buffers)
    {
        var inner = new Recorder();
        await using var stream = new MessageWiseStream(inner);
        foreach (var buffer in buffers) await stream.WriteAsync(buffer);
        return inner.Writes;
    }

    private sealed class Recorder : MemoryStream
    {
        public List<byte[]> Writes { get; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes.Add(buffer.ToArray());
            return default;
        }
    }
}
