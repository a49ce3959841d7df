using Kite.Agent.Volumes.Csi.Protocol;
using Capability = Kite.Agent.Volumes.Csi.Protocol.NodeServiceCapability.Types.RPC.Types.Type;
using Unit = Kite.Agent.Volumes.Csi.Protocol.VolumeUsage.Types.Unit;
using VolumeUsage = Kite.Agent.Volumes.Usage.VolumeUsage;

namespace Kite.Agent.Volumes.Csi;

/// <summary>Asks drivers how full their volumes are, and how they are.</summary>
internal sealed class CsiUsage(CsiDrivers drivers, CsiFiles files)
{
    /// <summary>What the driver says of a volume; null where it doesn't, can't or isn't there.</summary>
    /// <param name="path">Where a pod has it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<VolumeUsage?> OfAsync(string path, CancellationToken cancellationToken)
    {
        if (CsiVolumeData.Read(Path.GetDirectoryName(path)!) is not { } data || drivers.Find(data.Driver) is not { } driver) return null;
        try
        {
            if (!await driver.CanAsync(Capability.GetVolumeStats, cancellationToken)) return null;
            var isStaged = !data.IsEphemeral && await driver.CanAsync(Capability.StageUnstageVolume, cancellationToken);
            var answer = await driver.StatsAsync(data.Handle, path, isStaged ? CsiFiles.Staging(files.Global(data.Driver, data.Handle)) : "", cancellationToken);
            var usage = Read(answer);
            return await driver.CanAsync(Capability.VolumeCondition, cancellationToken) && answer.VolumeCondition is { } condition
                ? usage with { IsAbnormal = condition.Abnormal, Condition = condition.Message }
                : usage;
        }
        catch (CsiException)
        {
            return null;
        }
    }

    private static VolumeUsage Read(NodeGetVolumeStatsResponse answer)
    {
        var usage = new VolumeUsage();
        foreach (var part in answer.Usage)
        {
            usage = part.Unit switch
            {
                Unit.Bytes => usage with { CapacityBytes = part.Total, AvailableBytes = part.Available, UsedBytes = part.Used },
                Unit.Inodes => usage with { Inodes = part.Total, InodesFree = part.Available, InodesUsed = part.Used },
                _ => usage,
            };
        }
        return usage;
    }
}
