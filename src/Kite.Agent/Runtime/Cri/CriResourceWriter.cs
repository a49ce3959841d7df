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

    /// <summary>The settings of a change: how soon the kernel takes it stays.</summary>
    public static V1.LinuxContainerResources Update(ContainerResources resources)
    {
        var written = Write(resources);
        written.OomScoreAdj = 0;
        return written;
    }

    /// <summary>What a container has; null where the runtime doesn't say.</summary>
    public static ContainerResources? Read(V1.LinuxContainerResources? resources) => resources is null ? null : new ContainerResources(
        resources.CpuShares, Math.Max(0, resources.CpuQuota), resources.CpuPeriod == 0 ? ContainerResources.None.CpuPeriod : resources.CpuPeriod, resources.MemoryLimitInBytes, (int)resources.OomScoreAdj);
}
