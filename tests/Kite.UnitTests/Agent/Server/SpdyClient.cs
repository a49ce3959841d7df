using System.Buffers.Binary;
using System.Text;
using ICSharpCode.SharpZipLib.Zip.Compression;
using Kite.Agent.Server.Spdy;

namespace Kite.UnitTests.Agent.Server;

/// <summary>The client's side of a SPDY connection, frame by frame.</summary>
internal sealed class SpdyClient(Stream transport)
{
    private readonly Deflater deflater = new();
    private bool isBegun;

    /// <summary>A header block as a client compresses it.</summary>
    public byte[] Compress(params (string Name, string Value)[] headers)
    {
        if (!isBegun) deflater.SetDictionary(SpdyDictionary.Bytes);
        isBegun = true;
        var plain = new MemoryStream();
        plain.Write(Number(headers.Length));
        foreach (var text in headers.SelectMany(header => new[] { header.Name, header.Value }))
        {
            plain.Write(Number(text.Length));
            plain.Write(Encoding.ASCII.GetBytes(text));
        }
        deflater.SetInput(plain.ToArray());
        deflater.Flush();
        var block = new byte[4096];
        return block[..deflater.Deflate(block)];
    }

    public Task OpenAsync(int id, params (string Name, string Value)[] headers) =>
        SendAsync(SpdyFrameType.SynStream, 0, [.. Number(id), .. Number(0), 0, 0, .. Compress(headers)]);

    public async Task SendAsync(SpdyFrameType type, byte flags, byte[] payload)
    {
        var head = new byte[SpdyFrameHeader.Size];
        SpdyFrameHeader.Control(type, payload.Length, flags).Write(head);
        await transport.WriteAsync(head);
        await transport.WriteAsync(payload);
    }

    public async Task SendDataAsync(int id, string text, bool isLast)
    {
        var head = new byte[SpdyFrameHeader.Size];
        SpdyFrameHeader.Data(id, text.Length, isLast).Write(head);
        await transport.WriteAsync(head);
        await transport.WriteAsync(Encoding.ASCII.GetBytes(text));
    }

    public async Task<(SpdyFrameHeader Header, byte[] Payload)> ReadAsync()
    {
        var head = new byte[SpdyFrameHeader.Size];
        await transport.ReadExactlyAsync(head);
        var header = SpdyFrameHeader.Read(head);
        var payload = new byte[header.Length];
        await transport.ReadExactlyAsync(payload);
        return (header, payload);
    }

    public static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
