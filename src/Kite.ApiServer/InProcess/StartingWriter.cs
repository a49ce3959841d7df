using System.IO.Pipelines;

namespace Kite.ApiServer.InProcess;

/// <summary>Sends the response's headers before the first byte of its body.</summary>
internal sealed class StartingWriter(PipeWriter inner, Action start) : PipeWriter
{
    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <inheritdoc/>
    public override void Advance(int bytes) => inner.Advance(bytes);

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    /// <inheritdoc/>
    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        start();
        return inner.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => start();
}
