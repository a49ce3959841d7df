namespace Kite.Agent.Runtime.Cri;

/// <summary>Says to the runtime which share of the node a container gets. Pure.</summary>
internal static class CriResourceWriter
{
    /// <summary>The settings; what is zero is left as it is.</summary>
    public static V1.LinuxContainerResources Write(ContainerResources resources) => new()
    {
        CpuShares = resources.CpuShares,
        CpuQuota = resources.CpuQuota,
        CpuPeriod = resources.CpuQuota > 0 ? resources.CpuPeriod : 0,
        MemoryLimitInBytes = resources.MemoryBytes,
        MemorySwapLimitInBytes = resources.MemoryBytes,
        OomScoreAdj = resources.OomScoreAdjust,
    };
}
