using Google.Protobuf.Collections;
using Grpc.Core;
using Grpc.Net.Client;
using Kite.Agent.Grpc;
using Kite.Agent.Volumes.Csi.Protocol;
using Capability = Kite.Agent.Volumes.Csi.Protocol.NodeServiceCapability.Types.RPC.Types.Type;

namespace Kite.Agent.Volumes.Csi;

/// <summary>One registered driver: what it does on this node, by its socket. Every call has two minutes.</summary>
/// <remarks>All calls throw <see cref="CsiException"/> where the driver fails or doesn't answer.</remarks>
internal sealed class CsiDriver : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TimeProvider clock;
    private readonly GrpcChannel channel;
    private readonly Node.NodeClient client;
    private HashSet<Capability>? capabilities;

    public CsiDriver(string name, string endpoint, TimeProvider clock)
    {
        (Name, Endpoint, this.clock) = (name, endpoint, clock);
        channel = UnixSocketChannel.Create(endpoint);
        client = new Node.NodeClient(channel.CreateCallInvoker());
    }

    /// <summary>Its name, such as <c>hostpath.csi.k8s.io</c>.</summary>
    public string Name { get; }

    /// <summary>Its socket.</summary>
    public string Endpoint { get; }

    /// <summary>Who the node is to the driver.</summary>
    public Task<NodeGetInfoResponse> InfoAsync(CancellationToken cancellationToken) => CallAsync(options => client.NodeGetInfoAsync(new NodeGetInfoRequest(), options), cancellationToken);

    /// <summary>True where the driver can do something that not every driver can; asked once.</summary>
    public async Task<bool> CanAsync(Capability capability, CancellationToken cancellationToken)
    {
        if (capabilities is { } known) return known.Contains(capability);
        var answer = await CallAsync(options => client.NodeGetCapabilitiesAsync(new NodeGetCapabilitiesRequest(), options), cancellationToken);
        capabilities = answer.Capabilities.Where(item => item.Rpc is not null).Select(item => item.Rpc.Type).ToHashSet();
        return capabilities.Contains(capability);
    }

    /// <summary>Makes a volume ready on the node, for all of its pods.</summary>
    public Task StageAsync(NodeStageVolumeRequest request, CancellationToken cancellationToken) => CallAsync(options => client.NodeStageVolumeAsync(request, options), cancellationToken);

    /// <summary>Takes back what <see cref="StageAsync"/> made.</summary>
    public Task UnstageAsync(string volume, string stagingPath, CancellationToken cancellationToken) =>
        CallAsync(options => client.NodeUnstageVolumeAsync(new NodeUnstageVolumeRequest { VolumeId = volume, StagingTargetPath = stagingPath }, options), cancellationToken);

    /// <summary>Gives a volume to a pod.</summary>
    public Task PublishAsync(NodePublishVolumeRequest request, CancellationToken cancellationToken) => CallAsync(options => client.NodePublishVolumeAsync(request, options), cancellationToken);

    /// <summary>Takes a volume from a pod.</summary>
    public Task UnpublishAsync(string volume, string targetPath, CancellationToken cancellationToken) =>
        CallAsync(options => client.NodeUnpublishVolumeAsync(new NodeUnpublishVolumeRequest { VolumeId = volume, TargetPath = targetPath }, options), cancellationToken);

    /// <summary>Lets the file system of a volume that has grown grow too.</summary>
    public Task<NodeExpandVolumeResponse> ExpandAsync(NodeExpandVolumeRequest request, CancellationToken cancellationToken) => CallAsync(options => client.NodeExpandVolumeAsync(request, options), cancellationToken);

    /// <summary>How full a volume is.</summary>
    public Task<NodeGetVolumeStatsResponse> StatsAsync(string volume, string path, string stagingPath, CancellationToken cancellationToken) =>
        CallAsync(options => client.NodeGetVolumeStatsAsync(new NodeGetVolumeStatsRequest { VolumeId = volume, VolumePath = path, StagingTargetPath = stagingPath }, options), cancellationToken);

    /// <summary>Puts entries into a message's map.</summary>
    public static void Fill(MapField<string, string> map, IEnumerable<KeyValuePair<string, string>> entries)
    {
        foreach (var (key, value) in entries) map[key] = value;
    }

    public void Dispose() => channel.Dispose();

    private async Task<T> CallAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(new CallOptions(deadline: (clock.GetUtcNow() + Patience).UtcDateTime, cancellationToken: cancellationToken));
        }
        catch (RpcException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new CsiException(e.StatusCode, e.Status.Detail, e);
        }
    }
}
