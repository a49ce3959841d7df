namespace Kite.Hosting;

/// <summary>Parts that start one after the other and stop in reverse.</summary>
internal sealed class PartGroup(IEnumerable<Part> parts) : IAsyncDisposable
{
    private readonly List<Part> parts = [.. parts];

    /// <summary>Adds a part that is to start last.</summary>
    public void Add(Part part) => parts.Add(part);

    /// <summary>Starts them all.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var part in parts) await part.StartAsync(cancellationToken);
    }

    /// <summary>Waits until asked to stop (null) or until one of these or the <paramref name="others"/> fails.</summary>
    public async Task<Exception?> WaitAsync(IEnumerable<Part> others, CancellationToken stopping)
    {
        var failures = parts.Concat(others).Select(part => part.Failure).ToArray();
        try
        {
            return await await Task.WhenAny(failures).WaitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        for (var i = parts.Count - 1; i >= 0; i--) await parts[i].DisposeAsync();
    }
}
