using System.IO.Pipelines;
using System.Text;
using Kite.Agent.Server.Spdy;

namespace Kite.UnitTests.Agent.Server;

[CancelAfter(60_000)]
internal sealed class SpdyConnectionTests
{
    private static (SpdyConnection Connection, SpdyClient Client, Task Receiving, PipeWriter Sending) Connect(CancellationToken cancellationToken)
    {
        var (up, down) = (new Pipe(), new Pipe());
        var connection = new SpdyConnection(new DuplexStream(up.Reader.AsStream(), down.Writer.AsStream()));
        return (connection, new SpdyClient(new DuplexStream(down.Reader.AsStream(), up.Writer.AsStream())), connection.ReceiveAsync(cancellationToken), up.Writer);
    }

    [Test]
    public async Task A_stream_is_replied_to_and_carries_data_both_ways_until_each_side_ends_it(CancellationToken cancellationToken)
    {
        var (connection, client, receiving, sending) = Connect(cancellationToken);
        await client.OpenAsync(1, ("streamtype", "stdin"));
        var reply = await client.ReadAsync();
        var stream = await connection.Streams.ReadAsync(cancellationToken);
        await client.SendDataAsync(1, "hello", isLast: true);
        using var reader = new StreamReader(stream.Input.AsStream());
        var received = await reader.ReadToEndAsync(cancellationToken);
        await stream.WriteAsync("answer"u8.ToArray(), cancellationToken);
        await stream.CloseOutputAsync(cancellationToken);
        var data = await client.ReadAsync();
        var end = await client.ReadAsync();
        await sending.CompleteAsync();
        await receiving;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reply.Header.Type, Is.EqualTo(SpdyFrameType.SynReply));
            Assert.That(stream.Headers["streamType"], Is.EqualTo("stdin"));
            Assert.That(received, Is.EqualTo("hello"));
            Assert.That(Encoding.ASCII.GetString(data.Payload), Is.EqualTo("answer"));
            Assert.That(end.Header, Is.EqualTo(SpdyFrameHeader.Data(1, 0, isLast: true)));
            Assert.That(stream.Aborted.IsCancellationRequested, Is.False);
        }
    }

    [Test]
    public async Task A_ping_comes_back(CancellationToken cancellationToken)
    {
        var (_, client, _, _) = Connect(cancellationToken);
        await client.SendAsync(SpdyFrameType.Ping, 0, SpdyClient.Number(7));
        var (header, payload) = await client.ReadAsync();
        Assert.That((header.Type, payload), Is.EqualTo((SpdyFrameType.Ping, SpdyClient.Number(7))));
    }

    [Test]
    public async Task Streams_are_aborted_when_the_client_resets_them_or_goes(CancellationToken cancellationToken)
    {
        var (connection, client, receiving, sending) = Connect(cancellationToken);
        await client.OpenAsync(1, ("streamtype", "data"));
        await client.OpenAsync(3, ("streamtype", "data"));
        var first = await connection.Streams.ReadAsync(cancellationToken);
        var second = await connection.Streams.ReadAsync(cancellationToken);
        await client.SendAsync(SpdyFrameType.RstStream, 0, [.. SpdyClient.Number(1), .. SpdyClient.Number(5)]);
        Assert.That((await first.Input.ReadAsync(cancellationToken)).IsCompleted, Is.True);
        Assert.That((first.Aborted.IsCancellationRequested, second.Aborted.IsCancellationRequested), Is.EqualTo((true, false)));
        await sending.CompleteAsync();
        await receiving;
        Assert.That(second.Aborted.IsCancellationRequested, Is.True);
    }

    [TestCase(new byte[] { 0x80, 2, 0, 6, 0, 0, 0, 4, 0, 0, 0, 1 }, TestName = "Another_version_is_refused")]
    [TestCase(new byte[] { 0, 0, 0, 9, 0, 0, 0, 1, 65 }, TestName = "Data_for_a_stream_that_was_never_opened_is_refused")]
    [TestCase(new byte[] { 0x80, 3, 0, 1, 0, 0, 0, 4, 0, 0, 0, 1 }, TestName = "A_short_opening_frame_is_refused")]
    [TestCase(new byte[] { 0x80, 3, 0, 4, 0, 0xFF, 0xFF, 0xFF }, TestName = "An_endless_control_frame_is_refused")]
    public async Task Broken_frames_end_the_connection(byte[] frame)
    {
        var (_, _, receiving, sending) = Connect(CancellationToken.None);
        await sending.WriteAsync(frame);
        Assert.That(async () => await receiving, Throws.TypeOf<SpdyException>());
    }
}
