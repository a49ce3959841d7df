namespace Kite.ApiServer.Services;

/// <summary>Wakes one waiter when something has changed; rung often while nobody waits, it wakes once.</summary>
internal sealed class ChangeBell : IDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim rung = new(0, 1);

    /// <summary>Wakes the waiter, now or when it comes.</summary>
    public void Ring()
    {
        lock (gate)
        {
            if (rung.CurrentCount == 0) rung.Release();
        }
    }

    /// <summary>Waits to be woken, at most so long.</summary>
    public Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken) => rung.WaitAsync(patience, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => rung.Dispose();
}
