using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.WebSockets;

/// <summary>Writes to a WebSocket as a stream, a message for every write; with the subprotocol <c>base64.binary.k8s.io</c> as text.</summary>
internal sealed class MessageStream : Stream
{
    private const string Plain = "binary.k8s.io", Text = "base64.binary.k8s.io";
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly WebSocket socket;
    private readonly bool isText;
    private readonly CancellationTokenSource closed;
    private readonly Task receiving;

    private MessageStream(WebSocket socket, bool isText, CancellationToken cancellationToken)
    {
        (this.socket, this.isText) = (socket, isText);
        closed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        receiving = ReceiveAsync();
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Answers a WebSocket's handshake.</summary>
    /// <exception cref="KubeletRequestException">The client offers no subprotocol that is spoken here.</exception>
    public static async Task<MessageStream> AcceptAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var offered = WebSocketHandshake.Offered(context.Request);
        var chosen = offered.FirstOrDefault(name => name is Plain or Text);
        if (chosen is null && offered.Count > 0) throw new KubeletRequestException(StatusCodes.Status403Forbidden, $"unable to negotiate protocol: server accepts [{Plain} {Text}]");
        return new MessageStream(await WebSocketHandshake.AcceptAsync(context, chosen), chosen == Text, cancellationToken);
    }

    /// <summary>Ends the connection in an orderly way.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        await receiving.WaitAsync(ClosePatience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0) return;
        if (isText) await socket.SendAsync(Encoding.ASCII.GetBytes(Convert.ToBase64String(buffer.Span)), WebSocketMessageType.Text, true, closed.Token);
        else await socket.SendAsync(buffer, WebSocketMessageType.Binary, endOfMessage: true, closed.Token);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        socket.Abort();
        await receiving;
        socket.Dispose();
        closed.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>Pings are answered only while somebody receives.</summary>
    private async Task ReceiveAsync()
    {
        var buffer = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType is not WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Gone without a word: an end all the same.
        }
        await closed.CancelAsync();
    }
}
