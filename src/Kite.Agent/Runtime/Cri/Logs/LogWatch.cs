namespace Kite.Agent.Runtime.Cri.Logs;

/// <summary>Tells when a log file grows, or another takes its place.</summary>
internal sealed class LogWatch : IDisposable
{
    private readonly SemaphoreSlim changed = new(0, 1);
    private readonly FileSystemWatcher? watcher;
    private int replaced;

    public LogWatch(string path)
    {
        try
        {
            watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path)) { NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.FileName };
            watcher.Changed += (_, _) => Signal();
            watcher.Created += (_, _) =>
            {
                Interlocked.Exchange(ref replaced, 1);
                Signal();
            };
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            // The kernel gives no more watches, or there is no directory: looking now and then does, too.
        }
    }

    /// <summary>True once after another file took the log's place.</summary>
    public bool TakeReplaced() => Interlocked.Exchange(ref replaced, 0) != 0;

    /// <summary>Waits for a change; false where none came in time.</summary>
    public async Task<bool> WaitAsync(TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await changed.WaitAsync(both.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose()
    {
        watcher?.Dispose();
        changed.Dispose();
    }

    private void Signal()
    {
        try
        {
            if (changed.CurrentCount == 0) changed.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Signalled already, or nobody waits any more.
        }
    }
}
