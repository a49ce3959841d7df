using System.Net;
using System.Net.Sockets;
using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.Nodes;

/// <summary>Gives every node its share of the pod network.</summary>
internal sealed class NodeIpamController : IController
{
    private readonly IApiClient client;
    private readonly IEventRecorder events;
    private readonly CidrAllocator[] allocators;
    private readonly Lock gate = new();
    private ILister<Node> nodes = null!;

    public NodeIpamController(IApiClient client, IEventRecorderFactory recorders, ControllerOptions options)
    {
        this.client = client;
        events = recorders.For("cidrAllocator");
        allocators =
        [
            .. options.ClusterCidrs.Select(network => new CidrAllocator(
                network, network.BaseAddress.AddressFamily is AddressFamily.InterNetworkV6 ? options.NodeMaskSizeIPv6 : options.NodeMaskSize)),
        ];
    }

    /// <inheritdoc/>
    public string Name => "node-ipam";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["nodes"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["nodes"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var informer = informers.For<Node>();
        nodes = informer.Lister;
        informer.OnChange(change =>
        {
            if (change.Type is WatchEventType.Deleted)
            {
                Release(Blocks(change.Object));
                return;
            }
            Occupy(Blocks(change.Object));
            if (change.Object.Spec.PodCIDRs.Count == 0) queue.Add(ObjectKey.Of(change.Object));
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (nodes.Get(key) is not { Metadata.DeletionTimestamp: null, Spec.PodCIDRs.Count: 0 } node || allocators.Length == 0) return null;
        if (Allocate() is not { } blocks)
        {
            events.Record(ObjectReferences.To(node), EventTypes.Normal, "CIDRNotAvailable", $"Node {node.Metadata.Name} status is now: CIDRNotAvailable");
            return TimeSpan.FromMinutes(1);
        }
        try
        {
            var list = string.Join(',', blocks.Select(block => $"\"{block}\""));
            var patch = Patch.Strategic($$"""{"spec":{"podCIDR":"{{blocks[0]}}","podCIDRs":[{{list}}]} }""");
            await client.Resource<Node>().PatchAsync(null, node.Metadata.Name, patch, cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.Invalid)
        {
            // The copy is behind: the node has its share already, and the change that says so is on its way.
            Release(blocks);
        }
        catch
        {
            Release(blocks);
            throw;
        }
        return null;
    }

    private static IPNetwork[] Blocks(Node node) =>
        [.. node.Spec.PodCIDRs.Select(text => IPNetwork.TryParse(text, out var block) ? block : (IPNetwork?)null).OfType<IPNetwork>()];

    private void Occupy(IPNetwork[] blocks)
    {
        lock (gate)
        {
            foreach (var block in blocks)
                foreach (var allocator in allocators) allocator.Occupy(block);
        }
    }

    private void Release(IPNetwork[] blocks)
    {
        lock (gate)
        {
            foreach (var block in blocks)
                foreach (var allocator in allocators) allocator.Release(block);
        }
    }

    private IPNetwork[]? Allocate()
    {
        lock (gate)
        {
            var blocks = allocators.Select(allocator => allocator.Allocate()).ToArray();
            if (blocks.All(block => block is not null)) return [.. blocks.Select(block => block!.Value)];
            foreach (var (allocator, block) in allocators.Zip(blocks))
                if (block is { } taken) allocator.Release(taken);
            return null;
        }
    }
}
