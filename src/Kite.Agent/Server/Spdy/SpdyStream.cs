using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;

namespace Kite.Agent.Server.Spdy;

/// <summary>One stream of a connection. Both directions end on their own; it is gone when both have ended or the other side resets it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and no handle: there is nothing to give back, and readers of Aborted outlive the stream.")]
internal sealed class SpdyStream
{
    private readonly SpdyConnection connection;
    private readonly SpdyFrameWriter writer;
    private readonly Pipe input = new(new PipeOptions(pauseWriterThreshold: 256 * 1024, resumeWriterThreshold: 128 * 1024, useSynchronizationContext: false));
    private readonly CancellationTokenSource aborted = new();
    private int openDirections = 2;
    private int outputEnded;
    private bool inputEnded;

    internal SpdyStream(SpdyConnection connection, SpdyFrameWriter writer, int id, IReadOnlyDictionary<string, string> headers) =>
        (this.connection, this.writer, Id, Headers) = (connection, writer, id, headers);

    /// <summary>The number under which both sides know it.</summary>
    public int Id { get; }

    /// <summary>What was said when the stream was opened.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>What the other side sends, up to its end; complete it to throw away what still comes.</summary>
    public PipeReader Input => input.Reader;

    /// <summary>Ends when the other side resets the stream, or its connection is gone.</summary>
    public CancellationToken Aborted => aborted.Token;

    /// <summary>Sends data.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        data.Length == 0 || Volatile.Read(ref outputEnded) != 0 ? ValueTask.CompletedTask : writer.WriteDataAsync(Id, data, isLast: false, cancellationToken);

    /// <summary>Ends this side's direction; calling it again does nothing.</summary>
    public async ValueTask CloseOutputAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref outputEnded, 1) != 0) return;
        await writer.WriteDataAsync(Id, ReadOnlyMemory<byte>.Empty, isLast: true, cancellationToken);
        EndDirection();
    }

    internal async ValueTask ReceiveAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (data.Length > 0 && !inputEnded) await input.Writer.WriteAsync(data, cancellationToken);
    }

    internal async ValueTask EndInputAsync()
    {
        if (inputEnded) return;
        inputEnded = true;
        await input.Writer.CompleteAsync();
        EndDirection();
    }

    /// <summary>The other side has given up; called by the receiving loop, which owns the writing end of the input.</summary>
    internal void Abort()
    {
        Interlocked.Exchange(ref outputEnded, 1);
        connection.Forget(this);
        aborted.Cancel();
        input.Writer.Complete();
    }

    private void EndDirection()
    {
        if (Interlocked.Decrement(ref openDirections) == 0) connection.Forget(this);
    }
}
