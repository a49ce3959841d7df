using System.IO.Pipelines;
using System.Text;
using Kite.Agent.Server.Spdy;

namespace Kite.Agent.Server.Sessions;

/// <summary>Input, output, outcome and terminal sizes as streams of a SPDY connection, told apart by their header <c>streamType</c>.</summary>
internal sealed class SpdyStreams : IRemoteStreams
{
    private static readonly TimeSpan OpenPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly SpdyConnection connection;
    private readonly int version;
    private readonly CancellationTokenSource closed = new();
    private readonly Dictionary<string, SpdyStream> streams = new(StringComparer.Ordinal);
    private readonly Task receiving;

    private SpdyStreams(SpdyConnection connection, int version, CancellationToken cancellationToken)
    {
        (this.connection, this.version) = (connection, version);
        receiving = ReceiveAsync(cancellationToken);
    }

    public PipeReader? Input => streams.GetValueOrDefault("stdin")?.Input;

    public PipeReader? Sizes => streams.GetValueOrDefault("resize")?.Input;

    public CancellationToken Closed => closed.Token;

    /// <summary>Waits until the client has opened every stream that it asked for.</summary>
    /// <exception cref="OperationCanceledException">It didn't in time, or is gone.</exception>
    public static async Task<SpdyStreams> OpenAsync(SpdyConnection connection, int version, StreamRequest wanted, CancellationToken cancellationToken)
    {
        var opened = new SpdyStreams(connection, version, cancellationToken);
        List<string> expected = ["error"];
        if (wanted.Stdin) expected.Add("stdin");
        if (wanted.Stdout) expected.Add("stdout");
        if (wanted.Stderr) expected.Add("stderr");
        if (wanted.Tty && version >= 3) expected.Add("resize");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(OpenPatience);
        try
        {
            while (expected.Count > 0)
            {
                var stream = await connection.Streams.ReadAsync(patience.Token);
                var type = stream.Headers.GetValueOrDefault("streamType", "");
                if (!expected.Remove(type)) throw new IOException($"the client opened a stream of type \"{type}\", which it had not asked for");
                opened.streams.Add(type, stream);
            }
            return opened;
        }
        catch (Exception e)
        {
            await opened.DisposeAsync();
            // A client that leaves again, or says something else than it asked for, gets no session; its connection just ends.
            throw new OperationCanceledException("the client did not open its streams", e, new CancellationToken(canceled: true));
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> output, bool isError, CancellationToken cancellationToken) =>
        streams.GetValueOrDefault(isError ? "stderr" : "stdout")?.WriteAsync(output, cancellationToken) ?? ValueTask.CompletedTask;

    public async Task FinishAsync(ExitStatus status, CancellationToken cancellationToken)
    {
        if (version >= 4) await streams["error"].WriteAsync(status.ToJson(), cancellationToken);
        else if (!status.IsSuccess) await streams["error"].WriteAsync(Encoding.UTF8.GetBytes(status.Message), cancellationToken);
        foreach (var stream in streams.Values) await stream.CloseOutputAsync(cancellationToken);
        await connection.GoAwayAsync(cancellationToken);
        // The client must have read everything before the connection goes, or its last packets to us would take ours along.
        await receiving.WaitAsync(ClosePatience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        // A full pipe would hold the receiving loop for ever.
        foreach (var stream in streams.Values) await stream.Input.CompleteAsync();
        await receiving;
        connection.Dispose();
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed.Token);
        try
        {
            await connection.ReceiveAsync(stop.Token);
        }
        catch (Exception e) when (e is SpdyException or IOException or OperationCanceledException)
        {
            // Gone without a word, or speaking nonsense: an end all the same.
        }
        await closed.CancelAsync();
    }
}
