using System.Buffers.Binary;
using System.Net.Security;
using System.Text;
using Kite.Testing.ApiServer;

namespace Kite.IntegrationTests.ApiServer.Wire;

/// <summary>An HTTP/2 connection on which a test sends the frames it likes.</summary>
internal sealed class Http2Connection : IAsyncDisposable
{
    public const byte Headers = 1, Reset = 3, Settings = 4, Ping = 6, GoAway = 7, Continuation = 9;
    private readonly RawConnection raw;

    private Http2Connection(RawConnection raw) => this.raw = raw;

    /// <summary>Connects, and says nothing but the preface and empty settings.</summary>
    public static async Task<Http2Connection> OpenAsync(ApiServerFixture server)
    {
        var connection = new Http2Connection(await RawConnection.OpenAsync(server, SslApplicationProtocol.Http2));
        await connection.raw.SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        await connection.SendAsync(Frame(Settings, 0, 0, []));
        return connection;
    }

    /// <summary>A frame.</summary>
    public static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        (frame[0], frame[1], frame[2], frame[3], frame[4]) = ((byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    /// <summary>The header block of a GET, each field as a literal that isn't indexed.</summary>
    public static byte[] Get(string path, params IEnumerable<(string Name, string Value)> more)
    {
        using var block = new MemoryStream();
        foreach (var (name, value) in (IEnumerable<(string, string)>)[(":method", "GET"), (":scheme", "https"), (":authority", "x"), (":path", path), .. more])
        {
            block.WriteByte(0);
            WriteText(block, name);
            WriteText(block, value);
        }
        return block.ToArray();
    }

    public Task SendAsync(ReadOnlyMemory<byte> frames) => raw.SendAsync(frames);

    /// <summary>Sends until all is sent or the server has closed the connection.</summary>
    public async Task FloodAsync(Func<int, byte[]> frames, int count)
    {
        try
        {
            for (var i = 0; i < count; i++) await raw.SendAsync(frames(i));
        }
        catch (IOException)
        {
            // Closed, as it may be.
        }
    }

    /// <summary>Reads frames up to one that fits, or to the end of the connection (null).</summary>
    public async Task<(byte Type, int Stream, byte[] Payload)?> FindAsync(Func<byte, int, byte[], bool> fits, TimeSpan patience)
    {
        using var end = new CancellationTokenSource(patience);
        try
        {
            while (true)
            {
                var header = await raw.ReadBytesAsync(9, end.Token);
                var payload = await raw.ReadBytesAsync((header[0] << 16) | (header[1] << 8) | header[2], end.Token);
                var stream = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)) & int.MaxValue;
                if (fits(header[3], stream, payload)) return (header[3], stream, payload);
            }
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => raw.DisposeAsync();

    private static void WriteText(MemoryStream block, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        // Lengths of 127 and more go on in groups of seven bits.
        if (bytes.Length < 127)
        {
            block.WriteByte((byte)bytes.Length);
        }
        else
        {
            block.WriteByte(127);
            var rest = bytes.Length - 127;
            for (; rest >= 128; rest >>= 7) block.WriteByte((byte)((rest & 127) | 128));
            block.WriteByte((byte)rest);
        }
        block.Write(bytes);
    }
}
