namespace Kite.ApiServer.ResourceMetrics;

/// <summary>What a node or a container has used at one moment, as its kubelet counts it.</summary>
/// <param name="At">When.</param>
/// <param name="CpuSeconds">CPU time so far.</param>
/// <param name="MemoryBytes">The working set.</param>
/// <param name="StartedAt">When it began; the default where nobody says.</param>
internal readonly record struct UsageSample(DateTimeOffset At, double CpuSeconds, long MemoryBytes, DateTimeOffset StartedAt)
{
    /// <summary>True where both are there to make something of.</summary>
    public bool IsWhole => At != default && MemoryBytes > 0;
}
