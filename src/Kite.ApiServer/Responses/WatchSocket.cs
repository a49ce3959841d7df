using System.Net.WebSockets;
using Kite.ApiServer.Streaming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Kite.ApiServer.Responses;

/// <summary>A watch over a WebSocket, as browsers ask for it: what is written to the response goes out as a text message for each event.</summary>
internal sealed class WatchSocket : IAsyncDisposable
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);
    private static readonly IOptions<WebSocketOptions> Options = Microsoft.Extensions.Options.Options.Create(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });

    private readonly WebSocket socket;
    private readonly CancellationTokenSource closed = new();
    private readonly Task receiving;

    private WatchSocket(WebSocket socket)
    {
        this.socket = socket;
        receiving = ReceiveAsync();
    }

    /// <summary>Ends when the client is gone.</summary>
    public CancellationToken Closed => closed.Token;

    /// <summary>Answers the handshake; null where it isn't a sound one.</summary>
    public static async Task<WatchSocket?> AcceptAsync(HttpContext context)
    {
        WebSocket? accepted = null;
        var handshake = new WebSocketMiddleware(
            async asked =>
            {
                if (asked.WebSockets.IsWebSocketRequest) accepted = await asked.WebSockets.AcceptWebSocketAsync(Subprotocol(asked.WebSockets.WebSocketRequestedProtocols));
            },
            Options,
            NullLoggerFactory.Instance);
        await handshake.Invoke(context);
        if (accepted is null) return null;
        var watch = new WatchSocket(accepted);
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(new Messages(watch)));
        return watch;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(ClosePatience);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            await receiving.WaitAsync(patience.Token);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone without a word.
        }
        socket.Abort();
        await receiving;
        socket.Dispose();
        closed.Dispose();
    }

    // Credentials are no subprotocol to answer with.
    private static string? Subprotocol(IEnumerable<string> offered) => offered.FirstOrDefault(name => !name.StartsWith("base64url.bearer.", StringComparison.Ordinal));

    private async Task SendAsync(ReadOnlyMemory<byte> part, bool isEnd)
    {
        try
        {
            await socket.SendAsync(part, WebSocketMessageType.Text, isEnd, closed.Token);
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException)
        {
            await closed.CancelAsync();
            throw new OperationCanceledException("the client is gone", e, closed.Token);
        }
    }

    /// <summary>Pings are answered, and the end is noticed, only while somebody receives.</summary>
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

    /// <summary>Cuts lines into messages.</summary>
    private sealed class Messages(WatchSocket watch) : ForwardStream
    {
        public override bool CanRead => false;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            for (int end; (end = buffer.Span.IndexOf((byte)'\n')) >= 0; buffer = buffer[(end + 1)..]) await watch.SendAsync(buffer[..(end + 1)], isEnd: true);
            if (buffer.Length > 0) await watch.SendAsync(buffer, isEnd: false);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
