namespace Kite.Agent.Probes;

/// <summary>What is known about one running container by its probes.</summary>
internal sealed class ContainerProbes(bool isStarted, bool isReady) : IDisposable
{
    private volatile bool started = isStarted;
    private volatile bool ready = isReady;
    private volatile FailedProbe? failed;

    /// <summary>True once it has started up.</summary>
    public bool IsStarted
    {
        get => started;
        set => started = value;
    }

    /// <summary>True while it takes requests.</summary>
    public bool IsReady
    {
        get => ready;
        set => ready = value;
    }

    /// <summary>The probe for which it must be restarted.</summary>
    public FailedProbe? Failed
    {
        get => failed;
        set => failed = value;
    }

    /// <summary>Ends the probes.</summary>
    public CancellationTokenSource Stop { get; } = new();

    /// <summary>The probes at work.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    public void Dispose() => Stop.Dispose();
}
