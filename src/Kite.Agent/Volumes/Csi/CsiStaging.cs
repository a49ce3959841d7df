using System.Collections.Concurrent;
using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Volumes.Csi.Protocol;
using Microsoft.Extensions.Logging;
using Capability = Kite.Agent.Volumes.Csi.Protocol.NodeServiceCapability.Types.RPC.Types.Type;

namespace Kite.Agent.Volumes.Csi;

/// <summary>Makes volumes ready once per node, and takes them back when no pod has them any more. What the node has is noted in the volumes' directories.</summary>
internal sealed partial class CsiStaging(CsiFiles files, CsiDrivers drivers, CsiAttachments attachments, CsiContext context, VolumesInUse inUse, ILogger<CsiStaging> logger)
{
    private readonly KeyedLocks locks = new();
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> staged = new(StringComparer.Ordinal);

    /// <summary>Says which volumes an earlier run has left attached; to be called before the node reports.</summary>
    public void Load()
    {
        attachments.Follow();
        foreach (var directory in files.Globals())
            if (CsiVolumeData.Read(directory) is { IsAttachable: true } data) inUse.Add(data.UniqueName);
    }

    /// <summary>Makes a volume ready, if it isn't; the pod's directory notes already that it has the volume.</summary>
    /// <returns>What is told when it is published: where it is staged (empty where the driver doesn't), and what its attacher says of it.</returns>
    /// <exception cref="VolumeException">It can't be made ready.</exception>
    public async Task<(string Path, IReadOnlyDictionary<string, string> PublishContext)> StageAsync(CsiDriver driver, CsiVolume volume, CsiStageRequest request, CancellationToken cancellationToken)
    {
        var directory = files.Global(volume.Driver, volume.Handle);
        using var turn = await locks.EnterAsync(volume.UniqueName, cancellationToken);
        var isStaged = await driver.CanAsync(Capability.StageUnstageVolume, cancellationToken);
        var path = isStaged ? CsiFiles.Staging(directory) : "";
        if (staged.TryGetValue(volume.UniqueName, out var known)) return (path, known);
        new CsiVolumeData(volume.Driver, volume.Handle, false, volume.IsBlock, request.IsAttachable).Write(directory, request.IsAttachable ? attachments.NameOf(volume) : "");
        var published = request.IsAttachable ? await attachments.WaitAsync(volume, request.PodVolume, cancellationToken) : new Dictionary<string, string>();
        if (isStaged)
        {
            var stage = new NodeStageVolumeRequest { VolumeId = volume.Handle, StagingTargetPath = path, VolumeCapability = await CsiCapabilities.OfAsync(volume, driver, request.Group, cancellationToken) };
            CsiDriver.Fill(stage.PublishContext, published);
            CsiDriver.Fill(stage.VolumeContext, volume.Attributes);
            CsiDriver.Fill(stage.Secrets, await context.SecretAsync(volume.StageSecret, "NodeStageSecretRef", cancellationToken));
            Directory.CreateDirectory(path, (UnixFileMode)0x1E8); // 0750
            await driver.StageAsync(stage, cancellationToken);
        }
        staged[volume.UniqueName] = published;
        return (path, published);
    }

    /// <summary>Takes a volume back, unless a pod has it.</summary>
    /// <exception cref="VolumeException">It can't be taken back now.</exception>
    public async Task ReleaseAsync(string driverName, string handle, CancellationToken cancellationToken)
    {
        var directory = files.Global(driverName, handle);
        var name = $"kubernetes.io/csi/{driverName}^{handle}";
        using var turn = await locks.EnterAsync(name, cancellationToken);
        if (files.IsUsed(driverName, handle)) return;
        var path = CsiFiles.Staging(directory);
        if (Directory.Exists(path))
        {
            var driver = drivers.Get(driverName, "UnmountVolume.UnmountDevice", "attacher.UnmountDevice failed to create newCsiDriverClient");
            try
            {
                if (await driver.CanAsync(Capability.StageUnstageVolume, cancellationToken)) await driver.UnstageAsync(handle, path, cancellationToken);
            }
            catch (CsiException e)
            {
                throw e.For("UnmountVolume.UnmountDevice", isDevice: false);
            }
            // The driver doesn't have to remove it.
            SafeDirectories.Remove(path);
        }
        staged.TryRemove(name, out _);
        if (Directory.Exists(directory)) CsiVolumeData.Remove(directory);
        inUse.Remove(name);
    }

    /// <summary>Takes back what no pod has any more, because the node was stopped in between; what can't be taken back now is tried when its driver is back.</summary>
    /// <returns>True where nothing is left to be taken back.</returns>
    public async Task<bool> ReleaseUnusedAsync(CancellationToken cancellationToken)
    {
        var isDone = true;
        foreach (var directory in files.Globals())
        {
            if (CsiVolumeData.Read(directory) is not { } data) continue;
            try
            {
                await ReleaseAsync(data.Driver, data.Handle, cancellationToken);
            }
            catch (Exception e) when (e is VolumeException or IOException or UnauthorizedAccessException)
            {
                isDone = false;
                Log.Kept(logger, data.UniqueName, e.Message);
            }
        }
        return isDone;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Volume {Volume} that no pod uses could not be given back: {Error}")]
        public static partial void Kept(ILogger logger, string volume, string error);
    }
}
