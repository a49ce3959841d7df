using System.Text.Json.Nodes;
using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.PluginRegistration;
using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.Api.Models.StorageV1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Volumes.Csi;

/// <summary>Says in this node's CSINode, and in labels and an annotation of the Node, which drivers are here; again where the Node was made anew.</summary>
internal sealed partial class CsiNodes(KubeletOptions options, IApiClient client, LocalNode node, TimeProvider clock, ILogger<CsiNodes> logger) : BackgroundService
{
    private const string IdAnnotation = "csi.volume.kubernetes.io/nodeid";
    private const int MostConflicts = 5;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim turn = new(1);
    private readonly SemaphoreSlim changed = new(0, 1);
    private readonly TaskCompletionSource registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, CsiNodeInfo> drivers = new(StringComparer.Ordinal);

    /// <summary>Adds a driver, once the node is registered.</summary>
    /// <exception cref="PluginException">The API doesn't take it, can't be reached, or the driver puts the node elsewhere than it is.</exception>
    public async Task AddAsync(CsiNodeInfo driver, CancellationToken cancellationToken)
    {
        if (driver.NodeId.Length == 0) throw new PluginException("error adding CSI driver node info: driverNodeID must not be empty");
        await registered.Task.WaitAsync(cancellationToken);
        await ChangeAsync(() =>
        {
            drivers[driver.Driver] = driver;
            return WriteAsync([driver], cancellationToken);
        }, cancellationToken);
    }

    /// <summary>Takes a driver out; its topology labels stay, volumes may depend on them.</summary>
    /// <exception cref="PluginException">The API doesn't take it, or can't be reached.</exception>
    public Task RemoveAsync(string driver, CancellationToken cancellationToken) => ChangeAsync(async () =>
    {
        drivers.Remove(driver);
        await WriteDriversAsync(known => [.. known.Where(item => item.Name != driver)], cancellationToken);
        if (await client.Resource<Node>().FindAsync(null, options.NodeName, cancellationToken) is { } current) await DescribeAsync(current, Ids(current, driver, null), new Dictionary<string, string>(), cancellationToken);
    }, cancellationToken);

    public override void Dispose()
    {
        base.Dispose();
        turn.Dispose();
        changed.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var uid = "";
        node.OnChange(() =>
        {
            if (node.Current is not { } current || current.Metadata.Uid == uid) return;
            uid = current.Metadata.Uid;
            registered.TrySetResult();
            if (changed.CurrentCount == 0) changed.Release();
        });
        while (true)
        {
            await changed.WaitAsync(stoppingToken);
            while (!await TryWriteAllAsync(stoppingToken)) await Task.Delay(RetryDelay, clock, stoppingToken);
        }
    }

    private async Task<bool> TryWriteAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ChangeAsync(() => WriteAsync([.. drivers.Values], cancellationToken), cancellationToken);
            return true;
        }
        catch (PluginException e)
        {
            Log.NotWritten(logger, options.NodeName, e.Message);
            return false;
        }
    }

    private async Task ChangeAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await change();
        }
        catch (Exception e) when (e is ApiStatusException or HttpRequestException)
        {
            throw new PluginException($"error updating CSINode object with CSI driver node info: {e.Message}", e);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task WriteAsync(IReadOnlyList<CsiNodeInfo> added, CancellationToken cancellationToken)
    {
        var current = await client.Resource<Node>().GetAsync(null, options.NodeName, cancellationToken);
        foreach (var driver in added) current = await DescribeAsync(current, Ids(current, driver.Driver, driver.NodeId), driver.Topology, cancellationToken);
        // What a driver says of a node can't change in its entry: the old one goes first.
        var entries = added.Select(EntryOf).ToDictionary(entry => entry.Name);
        await WriteDriversAsync(known => [.. known.Where(item => !entries.TryGetValue(item.Name, out var entry) || IsSame(item, entry))], cancellationToken);
        await WriteDriversAsync(known => [.. known.Where(item => !entries.ContainsKey(item.Name)), .. entries.Values], cancellationToken);
    }

    private static CSINodeDriver EntryOf(CsiNodeInfo driver) => new()
    {
        Name = driver.Driver,
        NodeID = driver.NodeId,
        TopologyKeys = [.. driver.Topology.Keys.Order(StringComparer.Ordinal)],
        Allocatable = driver.MostVolumes > 0 ? new VolumeNodeResources { Count = (int)Math.Min(driver.MostVolumes, int.MaxValue) } : null,
    };

    private static bool IsSame(CSINodeDriver left, CSINodeDriver right) => left.NodeID == right.NodeID && left.TopologyKeys.SequenceEqual(right.TopologyKeys);

    private async Task WriteDriversAsync(Func<IReadOnlyList<CSINodeDriver>, IReadOnlyList<CSINodeDriver>> change, CancellationToken cancellationToken)
    {
        var nodes = client.Resource<CSINode>();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await nodes.FindAsync(null, options.NodeName, cancellationToken) is { } known)
                {
                    var wanted = change(known.Spec.Drivers);
                    if (!wanted.SequenceEqual(known.Spec.Drivers)) await nodes.UpdateAsync(known with { Spec = known.Spec with { Drivers = wanted } }, cancellationToken);
                    return;
                }
                var owner = await client.Resource<Node>().GetAsync(null, options.NodeName, cancellationToken);
                await nodes.CreateAsync(
                    new CSINode
                    {
                        Metadata = new ObjectMeta { Name = options.NodeName, OwnerReferences = [new OwnerReference { ApiVersion = "v1", Kind = "Node", Name = options.NodeName, Uid = owner.Metadata.Uid }] },
                        Spec = new CSINodeSpec { Drivers = change([]) },
                    },
                    cancellationToken);
                return;
            }
            catch (ApiStatusException e) when (e.Reason is StatusReason.Conflict or StatusReason.AlreadyExists && attempt < MostConflicts)
            {
                // Somebody else wrote first.
            }
        }
    }

    /// <summary>Brings the Node's annotation and labels to what they should be.</summary>
    private async Task<Node> DescribeAsync(Node current, JsonObject ids, IReadOnlyDictionary<string, string> topology, CancellationToken cancellationToken)
    {
        var labels = new JsonObject();
        foreach (var (key, value) in topology)
        {
            if (!current.Metadata.Labels.TryGetValue(key, out var known)) labels[key] = value;
            else if (known != value) throw new PluginException($"detected topology value collision: driver reported \"{key}\":\"{value}\" but existing label is \"{key}\":\"{known}\"");
        }
        var annotation = ids.Count == 0 ? null : ids.ToJsonString();
        if (labels.Count == 0 && current.Metadata.Annotations.GetValueOrDefault(IdAnnotation) == annotation) return current;
        var metadata = new JsonObject { ["annotations"] = new JsonObject { [IdAnnotation] = annotation }, ["labels"] = labels };
        return await client.Resource<Node>().PatchAsync(null, options.NodeName, Patch.Merge(new JsonObject { ["metadata"] = metadata }.ToJsonString()), cancellationToken);
    }

    private static JsonObject Ids(Node current, string driver, string? id)
    {
        JsonObject ids;
        try
        {
            ids = JsonNode.Parse(current.Metadata.Annotations.GetValueOrDefault(IdAnnotation) ?? "{}") as JsonObject ?? [];
        }
        catch (System.Text.Json.JsonException)
        {
            ids = [];
        }
        if (id is null) ids.Remove(driver);
        else ids[driver] = id;
        return ids;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The CSINode {Node} could not be written: {Error}")]
        public static partial void NotWritten(ILogger logger, string node, string error);
    }
}
