using System.Buffers;
using System.Text;
using Kite.Agent.Server.Spdy;

namespace Kite.Agent.Runtime.Cri.Streaming;

/// <summary>The streams of a process in a container, over a SPDY connection to the runtime.</summary>
internal sealed class CriSession : IContainerSession
{
    private readonly SpdyConnection connection;
    private readonly Stream transport;
    private readonly CancellationTokenSource closed = new();
    private readonly Dictionary<string, SpdyStream> streams = new(StringComparer.Ordinal);
    private readonly Task receiving;
    private OutputReader? stdout;
    private OutputReader? stderr;

    private CriSession(Stream transport)
    {
        this.transport = transport;
        connection = new SpdyConnection(transport);
        receiving = ReceiveAsync();
    }

    /// <summary>Opens the streams.</summary>
    /// <param name="transport">The connection, which the session owns from now on.</param>
    /// <param name="types">Which streams besides the one for the outcome, in the order that runtimes expect.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<CriSession> OpenAsync(Stream transport, IEnumerable<string> types, CancellationToken cancellationToken)
    {
        var session = new CriSession(transport);
        try
        {
            foreach (var type in types.Prepend("error"))
                session.streams[type] = await session.connection.OpenAsync(new Dictionary<string, string> { ["streamType"] = type }, cancellationToken);
        }
        catch (Exception e)
        {
            await session.DisposeAsync();
            if (e is IOException) throw new RuntimeUnavailableException(e.Message, e);
            throw;
        }
        session.stdout = session.streams.TryGetValue("stdout", out var output) ? new OutputReader(output.Input) : null;
        session.stderr = session.streams.TryGetValue("stderr", out var error) ? new OutputReader(error.Input) : null;
        return session;
    }

    public async ValueTask<SessionOutput> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var ready = (stdout, stderr) switch
            {
                (null, null) => null,
                (null, _) => stderr,
                (_, null) => stdout,
                _ => stdout.IsReady ? stdout : stderr.IsReady ? stderr : null,
            };
            if (ready is null)
            {
                if (stdout is null) return default;
                await Task.WhenAny(stdout.WaitAsync(), stderr!.WaitAsync()).WaitAsync(cancellationToken);
                continue;
            }
            if (await ready.ReadAsync(buffer, cancellationToken) is > 0 and var count) return new SessionOutput(count, ready == stderr);
            if (ready == stdout) stdout = null;
            else stderr = null;
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken) => SendAsync("stdin", input, cancellationToken);

    public void CloseInput()
    {
        if (streams.TryGetValue("stdin", out var stdin)) _ = EndAsync(stdin);
    }

    public async Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken) =>
        await SendAsync("resize", Encoding.ASCII.GetBytes($"{{\"Width\":{columns},\"Height\":{rows}}}\n"), cancellationToken);

    public async Task<int> ExitCodeAsync(CancellationToken cancellationToken)
    {
        var outcome = new ArrayBufferWriter<byte>(256);
        var reader = streams["error"].Input;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            foreach (var segment in read.Buffer) outcome.Write(segment.Span);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return SessionOutcome.ExitCode(outcome.WrittenMemory);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        // A full pipe would hold the receiving loop for ever.
        foreach (var stream in streams.Values) await stream.Input.CompleteAsync();
        await transport.DisposeAsync();
        await receiving;
        connection.Dispose();
    }

    private async ValueTask SendAsync(string type, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (!streams.TryGetValue(type, out var stream)) return;
        try
        {
            await stream.WriteAsync(data, cancellationToken);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new RuntimeUnavailableException(e.Message, e);
        }
    }

    private async Task EndAsync(SpdyStream stdin)
    {
        try
        {
            await stdin.CloseOutputAsync(closed.Token);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The session is over, and its input with it.
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            await connection.ReceiveAsync(closed.Token);
        }
        catch (Exception e) when (e is SpdyException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The runtime is gone, or speaks nonsense: an end all the same.
        }
    }
}
