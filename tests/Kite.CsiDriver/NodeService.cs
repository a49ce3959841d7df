using Grpc.Core;
using Kite.Agent.Volumes.Csi.Protocol;
using Capability = Kite.Agent.Volumes.Csi.Protocol.NodeServiceCapability.Types.RPC.Types.Type;

namespace Kite.CsiDriver;

/// <summary>What the driver does on a node.</summary>
internal sealed class NodeService(TestDriver driver) : Node.NodeBase
{
    public override async Task<NodeGetInfoResponse> NodeGetInfo(NodeGetInfoRequest request, ServerCallContext context)
    {
        await driver.RecordAsync(nameof(NodeGetInfo), "-", "", context.CancellationToken);
        var response = new NodeGetInfoResponse { NodeId = driver.Options.NodeId, MaxVolumesPerNode = driver.Options.MostVolumes };
        if (driver.Options.Topology.Count > 0) response.AccessibleTopology = new Topology { Segments = { driver.Options.Topology.ToDictionary() } };
        return response;
    }

    public override Task<NodeGetCapabilitiesResponse> NodeGetCapabilities(NodeGetCapabilitiesRequest request, ServerCallContext context)
    {
        var response = new NodeGetCapabilitiesResponse();
        var all = new List<Capability> { Capability.GetVolumeStats };
        if (driver.Options.Stages) all.Add(Capability.StageUnstageVolume);
        if (driver.Options.Expands) all.Add(Capability.ExpandVolume);
        if (driver.Options.TellsCondition) all.Add(Capability.VolumeCondition);
        response.Capabilities.AddRange(all.Select(type => new NodeServiceCapability { Rpc = new NodeServiceCapability.Types.RPC { Type = type } }));
        return Task.FromResult(response);
    }

    public override async Task<NodeStageVolumeResponse> NodeStageVolume(NodeStageVolumeRequest request, ServerCallContext context)
    {
        await driver.RecordAsync(nameof(NodeStageVolume), request.VolumeId, $"{request}", context.CancellationToken);
        if (request.VolumeCapability.Block is not null) await LoopDevice.AttachAsync(driver.DirectoryOf(request.VolumeId));
        else await Mounting.BindAsync(Made(request.VolumeId), request.StagingTargetPath, false);
        return new NodeStageVolumeResponse();
    }

    public override async Task<NodeUnstageVolumeResponse> NodeUnstageVolume(NodeUnstageVolumeRequest request, ServerCallContext context)
    {
        await driver.RecordAsync(nameof(NodeUnstageVolume), request.VolumeId, $"{request}", context.CancellationToken);
        await Mounting.UnmountAsync(request.StagingTargetPath);
        await LoopDevice.DetachAsync(driver.DirectoryOf(request.VolumeId));
        return new NodeUnstageVolumeResponse();
    }

    public override async Task<NodePublishVolumeResponse> NodePublishVolume(NodePublishVolumeRequest request, ServerCallContext context)
    {
        await driver.RecordAsync(nameof(NodePublishVolume), request.VolumeId, $"{request}", context.CancellationToken);
        if (request.VolumeCapability.Block is not null)
        {
            await File.WriteAllBytesAsync(request.TargetPath, []);
            await Mounting.BindAsync(await LoopDevice.AttachAsync(driver.DirectoryOf(request.VolumeId)), request.TargetPath, request.Readonly);
            return new NodePublishVolumeResponse();
        }
        Directory.CreateDirectory(request.TargetPath);
        await Mounting.BindAsync(request.StagingTargetPath.Length > 0 ? request.StagingTargetPath : Made(request.VolumeId), request.TargetPath, request.Readonly);
        return new NodePublishVolumeResponse();
    }

    public override async Task<NodeUnpublishVolumeResponse> NodeUnpublishVolume(NodeUnpublishVolumeRequest request, ServerCallContext context)
    {
        await driver.RecordAsync(nameof(NodeUnpublishVolume), request.VolumeId, $"{request}", context.CancellationToken);
        await Mounting.UnmountAsync(request.TargetPath);
        if (Directory.Exists(request.TargetPath)) Directory.Delete(request.TargetPath);
        else File.Delete(request.TargetPath);
        return new NodeUnpublishVolumeResponse();
    }

    public override async Task<NodeExpandVolumeResponse> NodeExpandVolume(NodeExpandVolumeRequest request, ServerCallContext context)
    {
        await driver.RecordAsync(nameof(NodeExpandVolume), request.VolumeId, $"{request}", context.CancellationToken);
        return new NodeExpandVolumeResponse { CapacityBytes = request.CapacityRange.RequiredBytes };
    }

    public override Task<NodeGetVolumeStatsResponse> NodeGetVolumeStats(NodeGetVolumeStatsRequest request, ServerCallContext context) => Task.FromResult(new NodeGetVolumeStatsResponse
    {
        Usage =
        {
            new VolumeUsage { Unit = VolumeUsage.Types.Unit.Bytes, Total = 1000, Used = 400, Available = 600 },
            new VolumeUsage { Unit = VolumeUsage.Types.Unit.Inodes, Total = 100, Used = 4, Available = 96 },
        },
        VolumeCondition = driver.Options.TellsCondition ? new VolumeCondition { Abnormal = driver.Trouble.Length > 0, Message = driver.Trouble } : null,
    });

    private string Made(string volume)
    {
        var directory = driver.DirectoryOf(volume);
        Directory.CreateDirectory(directory);
        return directory;
    }
}
