using Kite.Agent.Volumes.Csi.Protocol;
using Capability = Kite.Agent.Volumes.Csi.Protocol.NodeServiceCapability.Types.RPC.Types.Type;
using Mode = Kite.Agent.Volumes.Csi.Protocol.VolumeCapability.Types.AccessMode.Types.Mode;

namespace Kite.Agent.Volumes.Csi;

/// <summary>How a volume is to be used, in the words of drivers.</summary>
internal static class CsiCapabilities
{
    /// <summary>The use of a volume.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="driver">Its driver, which may know finer modes.</param>
    /// <param name="group">The group to mount it for, where the driver does that; else empty.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<VolumeCapability> OfAsync(CsiVolume volume, CsiDriver driver, string group, CancellationToken cancellationToken)
    {
        var knowsWriters = await driver.CanAsync(Capability.SingleNodeMultiWriter, cancellationToken);
        var capability = new VolumeCapability { AccessMode = new VolumeCapability.Types.AccessMode { Mode = ModeOf(volume.AccessModes.Count > 0 ? volume.AccessModes[0] : "ReadWriteOnce", knowsWriters) } };
        if (volume.IsBlock)
        {
            capability.Block = new VolumeCapability.Types.BlockVolume();
            return capability;
        }
        capability.Mount = new VolumeCapability.Types.MountVolume { FsType = volume.FsType, VolumeMountGroup = group };
        capability.Mount.MountFlags.AddRange(volume.MountOptions);
        return capability;
    }

    private static Mode ModeOf(string mode, bool knowsWriters) => mode switch
    {
        "ReadOnlyMany" => Mode.MultiNodeReaderOnly,
        "ReadWriteMany" => Mode.MultiNodeMultiWriter,
        "ReadWriteOncePod" when knowsWriters => Mode.SingleNodeSingleWriter,
        "ReadWriteOnce" when knowsWriters => Mode.SingleNodeMultiWriter,
        _ => Mode.SingleNodeWriter,
    };
}
