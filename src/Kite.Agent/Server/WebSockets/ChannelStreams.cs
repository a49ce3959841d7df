using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using Kite.Agent.Server.Sessions;

namespace Kite.Agent.Server.WebSockets;

/// <summary>Input, output, outcome and terminal sizes on one WebSocket.</summary>
internal sealed class ChannelStreams(WebSocket socket, ChannelProtocol protocol, StreamRequest wanted) : IRemoteStreams
{
    private readonly ChannelConnection connection = new(socket, protocol, Inputs(wanted));

    public PipeReader? Input => connection.Input(ChannelProtocol.Stdin);

    public PipeReader? Sizes => connection.Input(ChannelProtocol.Resize);

    public CancellationToken Closed => connection.Closed;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> output, bool isError, CancellationToken cancellationToken) =>
        connection.SendAsync(isError ? ChannelProtocol.Stderr : ChannelProtocol.Stdout, output, cancellationToken);

    public async Task FinishAsync(ExitStatus status, CancellationToken cancellationToken)
    {
        if (connection.Version >= 4) await connection.SendAsync(ChannelProtocol.Error, status.ToJson(), cancellationToken);
        else if (!status.IsSuccess) await connection.SendAsync(ChannelProtocol.Error, Encoding.UTF8.GetBytes(status.Message), cancellationToken);
        await connection.FinishAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>Tells older clients, which wait for a message, that the session stands; the newest take it for a stray.</summary>
    public async ValueTask GreetAsync(CancellationToken cancellationToken)
    {
        if (connection.Version >= 5) return;
        await connection.SendAsync(wanted.Stdout ? ChannelProtocol.Stdout : wanted.Stderr ? ChannelProtocol.Stderr : ChannelProtocol.Error, ReadOnlyMemory<byte>.Empty, cancellationToken);
    }

    private static IEnumerable<byte> Inputs(StreamRequest wanted)
    {
        if (wanted.Stdin) yield return ChannelProtocol.Stdin;
        if (wanted.Tty) yield return ChannelProtocol.Resize;
    }
}
