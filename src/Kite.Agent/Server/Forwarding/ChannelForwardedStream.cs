using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using Kite.Agent.Server.WebSockets;

namespace Kite.Agent.Server.Forwarding;

/// <summary>Two streams of a WebSocket: data under an even number, what went wrong under the next.</summary>
internal sealed class ChannelForwardedStream(ChannelConnection connection, byte data, ushort port) : IForwardedStream
{
    private readonly byte error = (byte)(data + 1);

    public ushort? Port => port;

    public PipeReader Input => connection.Input(data)!;

    public CancellationToken Aborted => connection.Closed;

    /// <summary>Says on both streams which port they are for, as the protocol begins.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var number = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(number, port);
        await connection.SendAsync(data, number, cancellationToken);
        await connection.SendAsync(error, number, cancellationToken);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => connection.SendAsync(data, bytes, cancellationToken);

    // The protocol has no end of a single stream: the connection ends with the last.
    public async Task EndAsync(string failure, CancellationToken cancellationToken)
    {
        if (failure.Length > 0) await connection.SendAsync(error, Encoding.UTF8.GetBytes(failure), cancellationToken);
    }
}
