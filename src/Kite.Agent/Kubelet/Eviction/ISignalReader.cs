namespace Kite.Agent.Kubelet.Eviction;

/// <summary>Reads what is left of a node's resources.</summary>
internal interface ISignalReader
{
    /// <summary>True where images have a disk of their own, as of the last reading.</summary>
    bool HasImageDisk { get; }

    /// <summary>What is there and what is free, by <see cref="EvictionSignals"/>; what can't be told is left out.</summary>
    ValueTask<IReadOnlyDictionary<string, SignalObservation>> ReadAsync(CancellationToken cancellationToken);
}
