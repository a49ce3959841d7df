namespace Kite.Agent.Runtime;

/// <summary>Whether the container runtime is there, and what it tells of.</summary>
internal interface IRuntimeHealth
{
    /// <summary>Why the runtime isn't ready, in words for the node's Ready condition; null while it is.</summary>
    string? NotReadyReason { get; }

    /// <summary>Completes when everything that the engine holds has been seen once.</summary>
    Task WaitForSyncAsync(CancellationToken cancellationToken);

    /// <summary>Calls back when <see cref="NotReadyReason"/> changes; to be called before the host starts.</summary>
    void OnHealthChange(Action observer);

    /// <summary>Calls back when images came or went; to be called before the host starts.</summary>
    void OnImagesChange(Action observer);
}
