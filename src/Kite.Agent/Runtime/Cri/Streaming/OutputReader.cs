using System.Buffers;
using System.IO.Pipelines;

namespace Kite.Agent.Runtime.Cri.Streaming;

/// <summary>One of two outputs that are read as they come: it can be waited for without taking anything.</summary>
internal sealed class OutputReader(PipeReader reader)
{
    private Task<ReadResult>? next;

    /// <summary>True where reading gives something, or the end, at once.</summary>
    public bool IsReady => WaitAsync().IsCompleted;

    /// <summary>Waits for output, or for its end.</summary>
    public Task<ReadResult> WaitAsync() => next ??= reader.ReadAsync().AsTask();

    /// <summary>Reads output; 0 is its end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await WaitAsync().WaitAsync(cancellationToken);
        next = null;
        var count = (int)Math.Min(buffer.Length, read.Buffer.Length);
        var part = read.Buffer.Slice(0, count);
        part.CopyTo(buffer.Span);
        reader.AdvanceTo(part.End);
        return count;
    }
}
