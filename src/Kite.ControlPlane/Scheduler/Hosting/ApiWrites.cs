using System.Threading.Channels;

namespace Kite.ControlPlane.Scheduler.Hosting;

/// <summary>Some workers that carry out writes in the order they were queued.</summary>
internal sealed class ApiWrites(int workers)
{
    private readonly Channel<Func<CancellationToken, Task>> waiting = Channel.CreateUnbounded<Func<CancellationToken, Task>>();

    /// <summary>Queues a write; it deals with its own failures.</summary>
    internal void Enqueue(Func<CancellationToken, Task> write) => waiting.Writer.TryWrite(write);

    /// <summary>Works until cancelled.</summary>
    internal Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync(cancellationToken)));

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var write in waiting.Reader.ReadAllAsync(cancellationToken)) await write(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Shutting down: what still waits is decided again after the next start.
        }
    }
}
